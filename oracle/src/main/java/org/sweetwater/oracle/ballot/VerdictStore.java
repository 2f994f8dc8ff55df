package org.sweetwater.oracle.ballot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** What became of each vote: table {@code oracle.vote_verdict}. */
final class VerdictStore {
  private static final Reason QUEUED =
      new Reason(ContractVerdict.COUNTABLE.name(), "will be brought to the contract");
  private static final Reason SENT =
      new Reason(ContractVerdict.COUNTABLE.name(), "on its way to the contract");

  /** Unreadable votes that are remembered for one proposal and reason. */
  private static final int UNREADABLE_MAX = 1_000;

  private final Jdbi jdbi;
  private final InstantSource clock;

  VerdictStore(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * Queues a vote, unless it is queued, sent or settled already. The voter's own key overrules
   * whatever was held of the same vote with another signature.
   */
  void queue(Handle handle, BallotVote vote, boolean isByContract) {
    Instant now = clock.instant();
    handle
        .createUpdate(
            """
            INSERT INTO oracle.vote_verdict AS v
              (vote_id, proposal_id, voter, claimed, choice, countable, code, detail, state, words,
               by_contract, signed_at, not_before, decided_at)
            VALUES (:id, :proposal, :voter, :byContract, :choice, true, :code, :detail, 'queued', :words,
               :byContract, :signedAt, :now, :now)
            ON CONFLICT (vote_id) DO UPDATE SET
              proposal_id = excluded.proposal_id, voter = excluded.voter, claimed = excluded.claimed,
              choice = excluded.choice, countable = true,
              code = excluded.code, detail = excluded.detail, state = 'queued', words = excluded.words,
              by_contract = excluded.by_contract, signed_at = excluded.signed_at, not_before = excluded.not_before,
              decided_at = excluded.decided_at
            WHERE v.state = 'refused' OR (v.state = 'queued' AND v.by_contract AND NOT excluded.by_contract)
            """)
        .bind("id", vote.id().bytes())
        .bind("proposal", vote.proposalId().bytes())
        .bind("voter", vote.voter().bytes())
        .bind("byContract", isByContract)
        .bind("choice", vote.choice())
        .bind("code", QUEUED.code())
        .bind("detail", QUEUED.detail())
        .bind("words", VoteWords.write(vote).bytes())
        .bind("signedAt", vote.timestamp())
        .bind("now", now)
        .execute();
  }

  /** Refuses a vote, unless something better is known of it. */
  void refuse(Handle handle, Hash32 voteId, Hash32 proposalId, VoteReading.Unfit unfit) {
    Instant now = clock.instant();
    handle
        .createUpdate(
            """
            INSERT INTO oracle.vote_verdict
              (vote_id, proposal_id, voter, claimed, choice, countable, code, detail, state, by_contract,
               signed_at, not_before, decided_at)
            VALUES (:id, :proposal, :voter, :claimed, :choice, false, :code, :detail, 'refused', false, 0, :now, :now)
            ON CONFLICT (vote_id) DO UPDATE SET
              proposal_id = excluded.proposal_id, voter = excluded.voter, claimed = excluded.claimed,
              choice = excluded.choice, code = excluded.code, detail = excluded.detail,
              decided_at = excluded.decided_at
            WHERE oracle.vote_verdict.state = 'refused' AND oracle.vote_verdict.claimed
            """)
        .bind("id", voteId.bytes())
        .bind("proposal", proposalId.bytes())
        .bind("voter", unfit.voter().map(Address::bytes).orElse(null))
        .bind("claimed", unfit.claimed())
        .bind("choice", unfit.choice().orElse(null))
        .bind("code", unfit.reason().code())
        .bind("detail", unfit.reason().detail())
        .bind("now", now)
        .execute();
  }

  /** Notes a vote that a hub lists without a message; a hub cannot make this grow for ever. */
  void unreadable(Hash32 voteId, Hash32 proposalId, VoteReading.Unfit unfit) {
    jdbi.useTransaction(
        transaction -> {
          long known =
              transaction
                  .createQuery(
                      "SELECT count(*) FROM oracle.vote_verdict WHERE proposal_id = :proposal AND"
                          + " code = :code")
                  .bind("proposal", proposalId.bytes())
                  .bind("code", unfit.reason().code())
                  .mapTo(long.class)
                  .one();
          if (known < UNREADABLE_MAX) {
            refuse(transaction, voteId, proposalId, unfit);
          }
        });
  }

  /**
   * Queued votes whose time has come, oldest first, at most {@code limit}. Of a voter's own votes
   * only the latest: the contract would count the others only to replace them. They have their turn
   * when the latest has its verdict.
   */
  List<QueuedVote> queued(Hash32 proposalId, boolean isByContract, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT vote_id, proposal_id, words, by_contract, tries FROM oracle.vote_verdict AS v
                    WHERE proposal_id = :proposal AND state = 'queued' AND by_contract = :byContract
                      AND not_before <= :now AND NOT EXISTS (
                        SELECT FROM oracle.vote_verdict AS later
                        WHERE later.proposal_id = v.proposal_id AND later.voter = v.voter
                          AND NOT later.by_contract
                          AND (later.state = 'sent' OR (later.state = 'queued' AND later.not_before <= :now))
                          AND (later.signed_at, later.vote_id) > (v.signed_at, v.vote_id))
                    ORDER BY not_before, signed_at, vote_id LIMIT :limit
                    """)
                .bind("proposal", proposalId.bytes())
                .bind("byContract", isByContract)
                .bind("now", clock.instant())
                .bind("limit", limit)
                .map((row, context) -> vote(row))
                .list());
  }

  /** The calls that carry votes and have not been looked at since they ended. */
  List<String> callsOf(Hash32 proposalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT DISTINCT call_key FROM oracle.vote_verdict
                    WHERE proposal_id = :proposal AND state = 'sent' ORDER BY call_key
                    """)
                .bind("proposal", proposalId.bytes())
                .mapTo(String.class)
                .list());
  }

  /** The votes that a call carries. */
  List<QueuedVote> sentBy(String callKey) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT vote_id, proposal_id, words, by_contract, tries FROM oracle.vote_verdict
                    WHERE call_key = :key AND state = 'sent' ORDER BY signed_at, vote_id
                    """)
                .bind("key", callKey)
                .map((row, context) -> vote(row))
                .list());
  }

  /** What a hub gave as signatures of a contract's vote, in order of arrival. */
  List<Bytes> contractSignatures(Hash32 voteId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT signature FROM oracle.message WHERE id = :id AND slot > 0 ORDER BY"
                        + " slot")
                .bind("id", voteId.bytes())
                .map((row, context) -> Bytes.of(row.getBytes(1)))
                .list());
  }

  /** These votes are in a call of the outbox now. */
  void sent(Handle handle, Collection<QueuedVote> votes, String callKey) {
    for (QueuedVote vote : votes) {
      handle
          .createUpdate(
              """
              UPDATE oracle.vote_verdict
              SET state = 'sent', call_key = :key, countable = true, code = :code, detail = :detail,
                decided_at = :now
              WHERE vote_id = :id AND state = 'queued'
              """)
          .bind("id", vote.vote().id().bytes())
          .bind("key", callKey)
          .bind("code", SENT.code())
          .bind("detail", SENT.detail())
          .bind("now", clock.instant())
          .execute();
    }
  }

  /** A vote will never stand. */
  void settle(Handle handle, Hash32 voteId, Reason reason) {
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'settled', countable = false, code = :code, detail = :detail, decided_at = :now
            WHERE vote_id = :id
            """)
        .bind("id", voteId.bytes())
        .bind("code", reason.code())
        .bind("detail", reason.detail())
        .bind("now", clock.instant())
        .execute();
  }

  /** Gives a queued vote up until another signature of it arrives. */
  void refuseQueued(Handle handle, Hash32 voteId, Reason reason) {
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'refused', countable = false, code = :code, detail = :detail, decided_at = :now
            WHERE vote_id = :id AND state = 'queued'
            """)
        .bind("id", voteId.bytes())
        .bind("code", reason.code())
        .bind("detail", reason.detail())
        .bind("now", clock.instant())
        .execute();
  }

  /** A vote stands: what stood for the same voter before stands no more. */
  void stands(Handle handle, BallotVote vote) {
    Reason reason = Reason.of(ContractVerdict.SUPERSEDED);
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET countable = false, code = :code, detail = :detail, decided_at = :now
            WHERE proposal_id = :proposal AND voter = :voter AND state = 'settled' AND code = :counted
              AND (signed_at, vote_id) < (:signedAt, :id)
            """)
        .bind("proposal", vote.proposalId().bytes())
        .bind("voter", vote.voter().bytes())
        .bind("signedAt", vote.timestamp())
        .bind("id", vote.id().bytes())
        .bind("counted", VoteJudge.COUNTED.code())
        .bind("code", reason.code())
        .bind("detail", reason.detail())
        .bind("now", clock.instant())
        .execute();
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'settled', countable = true, claimed = false, code = :code, detail = :detail,
              decided_at = :now
            WHERE vote_id = :id
            """)
        .bind("id", vote.id().bytes())
        .bind("code", VoteJudge.COUNTED.code())
        .bind("detail", VoteJudge.COUNTED.detail())
        .bind("now", clock.instant())
        .execute();
  }

  /** Looks at a queued vote again later; the reason says why it does not count yet. */
  void postpone(Handle handle, Hash32 voteId, Reason reason, Instant notBefore) {
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET countable = false, code = :code, detail = :detail, not_before = :notBefore, decided_at = :now
            WHERE vote_id = :id AND state = 'queued'
            """)
        .bind("id", voteId.bytes())
        .bind("code", reason.code())
        .bind("detail", reason.detail())
        .bind("notBefore", notBefore)
        .bind("now", clock.instant())
        .execute();
  }

  /** A call carried the vote in vain: it is queued again, for a call with another name. */
  void requeue(Handle handle, Hash32 voteId, Instant notBefore) {
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'queued', tries = tries + 1, code = :code, detail = :detail, not_before = :notBefore,
              decided_at = :now
            WHERE vote_id = :id AND state = 'sent'
            """)
        .bind("id", voteId.bytes())
        .bind("code", QUEUED.code())
        .bind("detail", QUEUED.detail())
        .bind("notBefore", notBefore)
        .bind("now", clock.instant())
        .execute();
  }

  /** Whether votes are queued, whenever their time comes. */
  boolean hasQueued(Hash32 proposalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT EXISTS (
                      SELECT FROM oracle.vote_verdict WHERE proposal_id = :proposal AND state = 'queued')
                    """)
                .bind("proposal", proposalId.bytes())
                .mapTo(boolean.class)
                .one());
  }

  private static QueuedVote vote(ResultSet row) throws SQLException {
    BallotVote vote =
        VoteWords.read(
            Hash32.of(row.getBytes("vote_id")),
            Hash32.of(row.getBytes("proposal_id")),
            Bytes.of(row.getBytes("words")));
    return new QueuedVote(vote, row.getBoolean("by_contract"), row.getInt("tries"));
  }

  /** Why a vote counts, or not, as far as that is known. */
  Optional<Reason> find(Hash32 voteId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT code, detail FROM oracle.vote_verdict WHERE vote_id = :id")
                .bind("id", voteId.bytes())
                .map((row, context) -> new Reason(row.getString(1), row.getString(2)))
                .findOne());
  }
}
