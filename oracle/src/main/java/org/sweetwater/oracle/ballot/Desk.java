package org.sweetwater.oracle.ballot;

import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.relay.Outbox;

/** What deciding works with. */
record Desk(
    Jdbi jdbi,
    Archive archive,
    ProgressStore progress,
    VerdictStore verdicts,
    Outbox outbox,
    BallotChain chain,
    BallotCalls calls,
    CatchUp catchUp,
    InstantSource clock) {}
