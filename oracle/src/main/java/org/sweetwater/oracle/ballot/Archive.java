package org.sweetwater.oracle.ballot;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Every signed proposal and vote of our space that a hub ever gave. Only ever added to, so that
 * what a hub hides later stays.
 *
 * <p>A hub can give a wrong signature for a right message. So a message may have several: one made
 * by the sender's own key, which is always taken, and at most three others, which a contract wallet
 * may accept.
 */
final class Archive {
  /** More proposals than a network votes on at any time; older ones are over. */
  static final int PROPOSALS_MAX = 1_000;

  // "sweetbal" in ASCII: a number of our own among the database's advisory locks.
  private static final long LOCK_KEY = 0x737765657462616cL;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Arrivals arrivals = new Arrivals();

  /** An archive that dates what it stores by this clock. */
  Archive(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * The newest {@link #PROPOSALS_MAX} proposals in the order of arrival, each once: with the
   * signature that its author's key made, else with the one that came last.
   */
  List<SignedProposal> proposals() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM (
                      SELECT * FROM (
                        SELECT DISTINCT ON (id) * FROM oracle.message WHERE kind = 'proposal'
                        ORDER BY id, slot = 0 DESC, slot DESC) best
                      ORDER BY seq DESC LIMIT :limit) newest
                    ORDER BY seq
                    """)
                .bind("limit", PROPOSALS_MAX)
                .map(Archive::proposal)
                .list());
  }

  /** One proposal, as in {@link #proposals}; empty when no hub has shown it. */
  Optional<SignedProposal> proposal(Hash32 id) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.message WHERE kind = 'proposal' AND id = :id
                    ORDER BY slot = 0 DESC, slot DESC LIMIT 1
                    """)
                .bind("id", id.bytes())
                .map(Archive::proposal)
                .findOne());
  }

  /**
   * The next votes on a proposal in the order of arrival.
   *
   * @param seq only those that arrived after this {@link SignedVote#seq}; 0 for all
   * @param limit how many at most
   */
  List<SignedVote> votesAfter(Hash32 proposalId, long seq, int limit) {
    return arrivals.after(proposalId, seq, limit).orElseGet(() -> stored(proposalId, seq, limit));
  }

  private List<SignedVote> stored(Hash32 proposalId, long seq, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT * FROM oracle.message
                    WHERE kind = 'vote' AND proposal_id = :proposal AND seq > :seq
                    ORDER BY seq LIMIT :limit
                    """)
                .bind("proposal", proposalId.bytes())
                .bind("seq", seq)
                .bind("limit", limit)
                .map(Archive::vote)
                .list());
  }

  /**
   * Stores a proposal.
   *
   * @return whether this signature of it was new and taken
   */
  boolean storeProposal(Received<ProposalMessage> proposal) {
    ArchiveInsert.Row row = ArchiveInsert.Row.of(proposal, proposal.message().id());
    return inLock(insert -> row.isOwn() ? !insert.own(List.of(row)).isEmpty() : insert.other(row));
  }

  /**
   * Stores votes, all or none.
   *
   * @return how many signatures were new and taken
   * @throws IllegalArgumentException for a vote on something that is no EIP-712 id
   */
  int storeVotes(Collection<Received<VoteMessage>> votes) {
    if (votes.isEmpty()) {
      return 0;
    }
    Map<Hash32, List<Received<VoteMessage>>> ballots =
        votes.stream()
            .collect(groupingBy(vote -> proposalOf(vote.message()), LinkedHashMap::new, toList()));
    List<Arrivals.Run> runs = new ArrayList<>();
    int stored =
        inLock(
            insert -> {
              int taken = 0;
              for (Map.Entry<Hash32, List<Received<VoteMessage>>> ballot : ballots.entrySet()) {
                Arrivals.Run run = storeOwn(insert, ballot.getKey(), ballot.getValue());
                runs.add(run);
                taken += run.votes().size() + storeOthers(insert, ballot.getValue());
              }
              return taken;
            });
    // Only now are they visible.
    runs.forEach(arrivals::add);
    return stored;
  }

  private static Arrivals.Run storeOwn(
      ArchiveInsert insert, Hash32 proposalId, List<Received<VoteMessage>> votes) {
    List<Received<VoteMessage>> own = votes.stream().filter(Received::isOwn).toList();
    long before = insert.lastVote(proposalId);
    Map<Hash32, Long> places =
        insert.own(own.stream().map(vote -> ArchiveInsert.Row.of(vote, proposalId)).toList());
    List<SignedVote> arrived = new ArrayList<>();
    for (Received<VoteMessage> vote : own) {
      Long seq = places.remove(vote.message().id());
      if (seq != null) {
        arrived.add(signedVote(vote, proposalId, insert.now(), seq));
      }
    }
    return new Arrivals.Run(proposalId, before, arrived);
  }

  private static int storeOthers(ArchiveInsert insert, List<Received<VoteMessage>> votes) {
    int stored = 0;
    for (Received<VoteMessage> vote : votes) {
      if (!vote.isOwn() && insert.other(ArchiveInsert.Row.of(vote, proposalOf(vote.message())))) {
        stored++;
      }
    }
    return stored;
  }

  private static SignedVote signedVote(
      Received<VoteMessage> vote, Hash32 proposalId, Instant firstSeen, long seq) {
    return new SignedVote(
        vote.message(), proposalId, true, vote.signer(), vote.signature(), firstSeen, seq);
  }

  /** Those of the ids that are stored with a signature by their sender's own key. */
  Set<Hash32> settled(Collection<Hash32> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT id FROM oracle.message WHERE slot = 0 AND id = ANY (:ids)")
                .bind("ids", ColumnArray.bytes(List.copyOf(ids), Hash32::bytes))
                .map((row, context) -> Hash32.of(row.getBytes("id")))
                .set());
  }

  /** Holds the lock until the rows are visible, so that they become visible in their order. */
  private <T> T inLock(Function<ArchiveInsert, T> work) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return jdbi.inTransaction(
        handle -> {
          handle
              .createQuery("SELECT 1 FROM pg_advisory_xact_lock(:key)")
              .bind("key", LOCK_KEY)
              .mapTo(int.class)
              .one();
          return work.apply(new ArchiveInsert(handle, now));
        });
  }

  private static Hash32 proposalOf(VoteMessage vote) {
    return vote.proposalId()
        .orElseThrow(
            () -> new IllegalArgumentException("vote %s names no proposal".formatted(vote.id())));
  }

  private static SignedProposal proposal(ResultSet row, StatementContext context)
      throws SQLException {
    return new SignedProposal(
        MessageJson.read(row.getString("message"), ProposalMessage.class),
        Address.of(row.getBytes("signer_address")),
        Bytes.of(row.getBytes("signature")),
        row.getTimestamp("first_seen_at").toInstant());
  }

  private static SignedVote vote(ResultSet row, StatementContext context) throws SQLException {
    return new SignedVote(
        MessageJson.read(row.getString("message"), VoteMessage.class),
        Hash32.of(row.getBytes("proposal_id")),
        row.getInt("slot") == 0,
        Address.of(row.getBytes("signer_address")),
        Bytes.of(row.getBytes("signature")),
        row.getTimestamp("first_seen_at").toInstant(),
        row.getLong("seq"));
  }
}
