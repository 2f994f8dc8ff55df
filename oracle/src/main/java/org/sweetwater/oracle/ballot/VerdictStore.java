package org.sweetwater.oracle.ballot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
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
   * Queues votes, each unless it is queued, sent or settled already. The voter's own key overrules
   * whatever was held of the same vote with another signature.
   *
   * @param votes each vote once
   */
  void queue(Handle handle, List<QueuedVote> votes) {
    if (votes.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            INSERT INTO oracle.vote_verdict AS v
              (vote_id, proposal_id, voter, claimed, choice, countable, code, detail, state, words,
               by_contract, signed_at, not_before, decided_at)
            SELECT id, proposal, voter, by_contract, choice, true, :code, :detail, 'queued', words,
               by_contract, signed_at, :now, :now
            FROM unnest(:ids, :proposals, :voters, :byContract, :choices, :words, :signedAt)
              AS new (id, proposal, voter, by_contract, choice, words, signed_at)
            ON CONFLICT (vote_id) DO UPDATE SET
              proposal_id = excluded.proposal_id, voter = excluded.voter, claimed = excluded.claimed,
              choice = excluded.choice, countable = true,
              code = excluded.code, detail = excluded.detail, state = 'queued', words = excluded.words,
              by_contract = excluded.by_contract, signed_at = excluded.signed_at, not_before = excluded.not_before,
              decided_at = excluded.decided_at
            WHERE v.state = 'refused' OR (v.state = 'queued' AND v.by_contract AND NOT excluded.by_contract)
            """)
        .bind("ids", ids(votes))
        .bind("proposals", ColumnArray.bytes(votes, vote -> vote.vote().proposalId().bytes()))
        .bind("voters", voters(votes))
        .bind("byContract", ColumnArray.booleans(votes, QueuedVote::isByContract))
        .bind("choices", ColumnArray.shorts(votes, vote -> vote.vote().choice()))
        .bind("words", ColumnArray.bytes(votes, vote -> VoteWords.write(vote.vote()).bytes()))
        .bind("signedAt", ColumnArray.longs(votes, vote -> vote.vote().timestamp()))
        .bind("code", QUEUED.code())
        .bind("detail", QUEUED.detail())
        .bind("now", clock.instant())
        .execute();
  }

  private static Argument ids(List<QueuedVote> votes) {
    return ColumnArray.bytes(votes, vote -> vote.vote().id().bytes());
  }

  private static Argument voters(List<QueuedVote> votes) {
    return ColumnArray.bytes(votes, vote -> vote.vote().voter().bytes());
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
   *
   * <p>Whether there is a later one is asked of each vote by itself: as a join, the server would
   * compare all votes of the ballot to find the first few.
   */
  List<QueuedVote> queued(Hash32 proposalId, boolean isByContract, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT vote_id, proposal_id, words, by_contract, tries FROM oracle.vote_verdict AS v
                    WHERE proposal_id = :proposal AND state = 'queued' AND by_contract = :byContract
                      AND not_before <= :now AND (
                        SELECT true FROM oracle.vote_verdict AS later
                        WHERE later.proposal_id = v.proposal_id AND later.voter = v.voter
                          AND NOT later.by_contract
                          AND (later.state = 'sent' OR (later.state = 'queued' AND later.not_before <= :now))
                          AND (later.signed_at, later.vote_id) > (v.signed_at, v.vote_id)
                        LIMIT 1) IS NULL
                    ORDER BY not_before, signed_at, vote_id LIMIT :limit
                    """)
                .bind("proposal", proposalId.bytes())
                .bind("byContract", isByContract)
                .bind("now", clock.instant())
                .bind("limit", limit)
                .map((row, context) -> vote(row))
                .list());
  }

  /** Those of the calls whose votes have not been looked at since. */
  List<String> carrying(Hash32 proposalId, List<String> callKeys) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT key FROM unnest(:keys) AS key WHERE EXISTS (
                      SELECT FROM oracle.vote_verdict
                      WHERE proposal_id = :proposal AND state = 'sent' AND call_key = key)
                    """)
                .bind("proposal", proposalId.bytes())
                .bind("keys", ColumnArray.texts(callKeys, key -> key))
                .mapTo(String.class)
                .list());
  }

  /** The votes that a call carries. */
  List<QueuedVote> sentBy(Hash32 proposalId, String callKey) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT vote_id, proposal_id, words, by_contract, tries FROM oracle.vote_verdict
                    WHERE proposal_id = :proposal AND call_key = :key AND state = 'sent'
                    ORDER BY signed_at, vote_id
                    """)
                .bind("proposal", proposalId.bytes())
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
  void sent(Handle handle, List<QueuedVote> votes, String callKey) {
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'sent', call_key = :key, countable = true, code = :code, detail = :detail,
              decided_at = :now
            WHERE vote_id = ANY (:ids) AND state = 'queued'
            """)
        .bind("ids", ids(votes))
        .bind("key", callKey)
        .bind("code", SENT.code())
        .bind("detail", SENT.detail())
        .bind("now", clock.instant())
        .execute();
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

  /** Votes stand: what stood for the same voters before stands no more. */
  void stand(Handle handle, List<QueuedVote> votes) {
    if (votes.isEmpty()) {
      return;
    }
    Reason superseded = Reason.of(ContractVerdict.SUPERSEDED);
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict AS earlier
            SET countable = false, code = :code, detail = :detail, decided_at = :now
            FROM unnest(:ids, :proposals, :voters, :signedAt)
              AS stands (vote_id, proposal_id, voter, signed_at)
            WHERE earlier.proposal_id = stands.proposal_id AND earlier.voter = stands.voter
              AND earlier.state = 'settled' AND earlier.code = :counted
              AND (earlier.signed_at, earlier.vote_id) < (stands.signed_at, stands.vote_id)
            """)
        .bind("ids", ids(votes))
        .bind("proposals", ColumnArray.bytes(votes, vote -> vote.vote().proposalId().bytes()))
        .bind("voters", voters(votes))
        .bind("signedAt", ColumnArray.longs(votes, vote -> vote.vote().timestamp()))
        .bind("counted", VoteJudge.COUNTED.code())
        .bind("code", superseded.code())
        .bind("detail", superseded.detail())
        .bind("now", clock.instant())
        .execute();
    handle
        .createUpdate(
            """
            UPDATE oracle.vote_verdict
            SET state = 'settled', countable = true, claimed = false, code = :code, detail = :detail,
              decided_at = :now
            WHERE vote_id = ANY (:ids)
            """)
        .bind("ids", ids(votes))
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
    return has(proposalId, "queued");
  }

  /** Whether votes are in calls of the outbox. */
  boolean hasSent(Hash32 proposalId) {
    return has(proposalId, "sent");
  }

  private boolean has(Hash32 proposalId, String state) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT EXISTS (
                      SELECT FROM oracle.vote_verdict WHERE proposal_id = :proposal AND state = '%s')
                    """
                        .formatted(state))
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
