package org.sweetwater.oracle.hub;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.hub.Submission.Change;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Writes accepted messages, each in one transaction together with what follows from it. Writers
 * take turns, so that what a check saw still holds at the commit, and mci grows in commit order.
 */
final class MessageStore {
  // "sweethub" in ASCII: a number of our own among the database's advisory locks.
  private static final long LOCK_KEY = 0x7377656574687562L;

  private static final long TURN_WAIT_SECONDS = 10;

  /** Messages are kept for ever, so one member's share of the disk is bounded by these two. */
  private static final int PROPOSALS_PER_DAY_MAX = 50;

  private static final int VOTE_CHANGES_MAX = 100;

  private final Jdbi jdbi;
  private final Clock clock;
  private final ReentrantLock turn = new ReentrantLock(true);

  MessageStore(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Whether this message was accepted before. */
  boolean has(Hash32 id) {
    return jdbi.withHandle(handle -> has(handle, id));
  }

  /** The terms of a proposal that is shown; empty when unknown or deleted. */
  Optional<ProposalTerms> findTerms(Hash32 proposal) {
    return jdbi.withHandle(handle -> findTerms(handle, proposal));
  }

  /**
   * Stores the message, unless something that changed meanwhile forbids it.
   *
   * @throws RetryableException when too many others wait to write
   */
  Optional<Refusal> store(Submission submission) {
    takeTurn();
    try {
      return jdbi.inTransaction(handle -> store(handle, submission));
    } finally {
      turn.unlock();
    }
  }

  /** Waits without a connection, or a burst of messages would take them all from the readers. */
  private void takeTurn() {
    try {
      if (!turn.tryLock(TURN_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new RetryableException(
            "hub: no turn to write within %d s; send the message again"
                .formatted(TURN_WAIT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("hub: stopped while waiting to write", e);
    }
  }

  private Optional<Refusal> store(Handle handle, Submission submission) {
    // Another process may serve the same database.
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK_KEY);
    Hash32 id = submission.envelope().message().id();
    if (has(handle, id)) {
      return Optional.of(Refusals.duplicate(id));
    }
    return switch (submission.change()) {
      case Change.Propose propose -> propose(handle, submission, propose);
      case Change.Vote vote -> vote(handle, submission, vote);
      case Change.Delete delete -> delete(handle, submission, delete);
    };
  }

  private Optional<Refusal> propose(Handle handle, Submission submission, Change.Propose propose) {
    if (proposalsOfToday(handle, propose.author()) >= PROPOSALS_PER_DAY_MAX) {
      return Optional.of(Refusals.tooManyProposals(propose.author(), PROPOSALS_PER_DAY_MAX));
    }
    insertMessage(handle, submission, "proposal");
    ProposalMessage message = propose.message();
    handle
        .createUpdate(
            """
            INSERT INTO oracle.hub_proposal (id, author, space, created, type, title, body, discussion,
              choices, labels, opens, closes, snapshot, plugins, app, ipfs)
            VALUES (:id, :author, :space, :created, :type, :title, :body, :discussion,
              :choices, :labels, :opens, :closes, :snapshot, :plugins, :app, :ipfs)
            """)
        .bind("id", message.id().bytes())
        .bind("author", propose.author().bytes())
        .bind("space", message.space())
        .bind("created", message.timestamp())
        .bind("type", message.type())
        .bind("title", message.title())
        .bind("body", message.body())
        .bind("discussion", message.discussion())
        .bind("choices", message.choices().toArray(String[]::new))
        .bind("labels", message.labels().toArray(String[]::new))
        .bind("opens", message.start())
        .bind("closes", message.end())
        .bind("snapshot", message.snapshot())
        .bind("plugins", message.plugins())
        .bind("app", message.app())
        .bind("ipfs", submission.ipfs())
        .execute();
    return Optional.empty();
  }

  private int proposalsOfToday(Handle handle, Address author) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM oracle.hub_message
            WHERE address = ? AND type = 'proposal' AND received_at > ?
            """)
        .bind(0, author.bytes())
        .bind(1, now().minusDays(1))
        .mapTo(Integer.class)
        .one();
  }

  private Optional<Refusal> vote(Handle handle, Submission submission, Change.Vote vote) {
    Optional<ProposalTerms> terms = findTerms(handle, vote.proposal());
    if (terms.isEmpty()) {
      return Optional.of(Refusals.unknownProposal(vote.proposal().hex()));
    }
    long now = clock.instant().getEpochSecond();
    if (!terms.get().isOpen(vote.message().timestamp(), now)) {
      return Optional.of(Refusals.outsideWindow(vote.message().timestamp(), now, terms.get()));
    }
    Optional<Standing> standing = findStanding(handle, vote);
    Optional<Refusal> superseded = standing.flatMap(earlier -> superseded(vote.message(), earlier));
    if (superseded.isPresent()) {
      return superseded;
    }
    insertMessage(handle, submission, "vote");
    standing.ifPresent(earlier -> withdraw(handle, vote.proposal(), earlier));
    insertVote(handle, submission, vote, standing.map(earlier -> earlier.changes() + 1).orElse(0));
    addScore(handle, vote.proposal(), vote.choice(), new BigDecimal(vote.power()), 1);
    return Optional.empty();
  }

  /** The voter's vote until now. */
  private record Standing(Hash32 id, long created, int choice, BigDecimal power, int changes) {}

  private static Optional<Standing> findStanding(Handle handle, Change.Vote vote) {
    return handle
        .createQuery(
            "SELECT id, created, choice, power, changes FROM oracle.hub_vote WHERE proposal = ? AND voter = ?")
        .bind(0, vote.proposal().bytes())
        .bind(1, vote.voter().bytes())
        .map(
            (row, context) ->
                new Standing(
                    Hash32.of(row.getBytes("id")),
                    row.getLong("created"),
                    row.getInt("choice"),
                    row.getBigDecimal("power"),
                    row.getInt("changes")))
        .findOne();
  }

  /** The later timestamp wins; at the same one, the higher id. */
  private static Optional<Refusal> superseded(VoteMessage vote, Standing standing) {
    if (standing.created() > vote.timestamp()) {
      return Optional.of(
          new Refusal(
              "SUPERSEDED",
              "already voted at later time",
              "signed at %d, vote %s at %d"
                  .formatted(vote.timestamp(), standing.id(), standing.created())));
    }
    if (standing.created() == vote.timestamp() && standing.id().compareTo(vote.id()) >= 0) {
      return Optional.of(
          new Refusal(
              "SUPERSEDED",
              "already voted same time with lower index",
              "both signed at %d; vote %s has the higher id"
                  .formatted(vote.timestamp(), standing.id())));
    }
    if (standing.changes() >= VOTE_CHANGES_MAX) {
      return Optional.of(Refusals.tooManyChanges(VOTE_CHANGES_MAX));
    }
    return Optional.empty();
  }

  private void withdraw(Handle handle, Hash32 proposal, Standing standing) {
    handle
        .createUpdate("DELETE FROM oracle.hub_vote WHERE id = ?")
        .bind(0, standing.id().bytes())
        .execute();
    addScore(handle, proposal, standing.choice(), standing.power().negate(), -1);
  }

  private static void insertVote(
      Handle handle, Submission submission, Change.Vote vote, int changes) {
    VoteMessage message = vote.message();
    handle
        .createUpdate(
            """
            INSERT INTO oracle.hub_vote (id, proposal, voter, space, created, choice, reason, app,
              metadata, power, ipfs, changes)
            VALUES (:id, :proposal, :voter, :space, :created, :choice, :reason, :app,
              :metadata, :power, :ipfs, :changes)
            """)
        .bind("id", message.id().bytes())
        .bind("proposal", vote.proposal().bytes())
        .bind("voter", vote.voter().bytes())
        .bind("space", message.space())
        .bind("created", message.timestamp())
        .bind("choice", vote.choice())
        .bind("reason", message.reason())
        .bind("app", message.app())
        .bind("metadata", message.metadata())
        .bind("power", new BigDecimal(vote.power()))
        .bind("ipfs", submission.ipfs())
        .bind("changes", changes)
        .execute();
  }

  private void addScore(Handle handle, Hash32 proposal, int choice, BigDecimal power, int votes) {
    String column = List.of("votes_for", "votes_against", "votes_abstain").get(choice - 1);
    handle
        .createUpdate(
            """
            UPDATE oracle.hub_proposal
            SET %1$s = %1$s + :power, votes = votes + :votes, scored_at = :now
            WHERE id = :id
            """
                .formatted(column))
        .bind("power", power)
        .bind("votes", votes)
        .bind("now", now())
        .bind("id", proposal.bytes())
        .execute();
  }

  private Optional<Refusal> delete(Handle handle, Submission submission, Change.Delete delete) {
    Optional<ProposalTerms> terms = findTerms(handle, delete.proposal());
    if (terms.isEmpty()) {
      return Optional.of(Refusals.unknownProposal(delete.proposal().hex()));
    }
    if (!terms.get().author().equals(delete.sender())) {
      return Optional.of(Refusals.notTheAuthor(terms.get().author(), delete.sender()));
    }
    insertMessage(handle, submission, "delete-proposal");
    handle
        .createUpdate("UPDATE oracle.hub_proposal SET deleted_at = ? WHERE id = ?")
        .bind(0, now())
        .bind(1, delete.proposal().bytes())
        .execute();
    return Optional.empty();
  }

  private static void insertMessage(Handle handle, Submission submission, String type) {
    Envelope envelope = submission.envelope();
    handle
        .createUpdate(
            """
            INSERT INTO oracle.hub_message (id, address, timestamp, space, type, sig, receipt, ipfs,
              pinned, received_at)
            VALUES (:id, :address, :timestamp, :space, :type, :sig, :receipt, :ipfs, :pinned,
              :receivedAt)
            """)
        .bind("id", envelope.message().id().bytes())
        .bind("address", envelope.address().bytes())
        .bind("timestamp", envelope.message().timestamp())
        .bind("space", envelope.message().space())
        .bind("type", type)
        .bind("sig", envelope.signature())
        .bind("receipt", submission.receipt().hex())
        .bind("ipfs", submission.ipfs())
        .bind("pinned", envelope.pinnedJson())
        .bind("receivedAt", submission.receivedAt().atOffset(ZoneOffset.UTC))
        .execute();
  }

  private static boolean has(Handle handle, Hash32 id) {
    return handle
        .createQuery("SELECT EXISTS (SELECT FROM oracle.hub_message WHERE id = ?)")
        .bind(0, id.bytes())
        .mapTo(Boolean.class)
        .one();
  }

  private static Optional<ProposalTerms> findTerms(Handle handle, Hash32 proposal) {
    return handle
        .createQuery(
            """
            SELECT author, opens, closes, snapshot FROM oracle.hub_proposal
            WHERE id = ? AND deleted_at IS NULL
            """)
        .bind(0, proposal.bytes())
        .map(
            (row, context) ->
                new ProposalTerms(
                    Address.of(row.getBytes("author")),
                    row.getLong("opens"),
                    row.getLong("closes"),
                    row.getLong("snapshot")))
        .findOne();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
