package org.sweetwater.oracle.ballot;

import org.jdbi.v3.core.Jdbi;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.TestSigner;

/** A database in which one proposal was archived and taken up. */
public final class FirstLook {
  private FirstLook() {}

  /** The proposal's id. */
  public static String at(TestDatabase database) {
    MovableClock clock = new MovableClock();
    try (Database pool = database.open(Role.ORACLE)) {
      Jdbi jdbi = Jdbi.create(pool.dataSource());
      Signed proposal = Signed.proposal(TestSigner.of(1), "A title", clock.seconds());
      new Archive(jdbi, clock).storeProposal(proposal.receivedProposal());
      new ProgressStore(jdbi, clock).takeUp();
      return proposal.id().hex();
    }
  }
}
