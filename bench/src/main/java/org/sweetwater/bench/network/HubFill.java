package org.sweetwater.bench.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.sweetwater.bench.Progress;
import org.sweetwater.oracle.message.Cid;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * Fills the hub's tables with signed votes as its sequencer would have, but by COPY: posting
 * 100,000 one by one takes minutes, and is not what is measured. Receipts are left empty; nobody
 * reads them.
 */
public final class HubFill {
  private static final int CHUNK = 5_000;

  private HubFill() {}

  /**
   * One vote by each of the test accounts 1 to {@code votes}, dated over the five minutes before
   * {@code newest}.
   *
   * @param newest seconds since 1970
   */
  public static void fill(BenchNetwork network, Hash32 proposal, int votes, long newest) {
    for (int from = 1; from <= votes; from += CHUNK) {
      int to = Math.min(votes, from + CHUNK - 1);
      List<SignedVote> chunk =
          IntStream.rangeClosed(from, to)
              .parallel()
              .mapToObj(number -> SignedVote.of(number, proposal, newest - number % 300))
              .toList();
      copy(network, "hub_message", MESSAGE_COLUMNS, chunk, HubFill::message);
      copy(network, "hub_vote", VOTE_COLUMNS, chunk, vote -> vote(vote, proposal));
      if (to % (4 * CHUNK) == 0) {
        Progress.say("%,d votes signed".formatted(to));
      }
    }
    network
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("UPDATE oracle.hub_proposal SET votes = :votes WHERE id = :id")
                    .bind("votes", votes)
                    .bind("id", proposal.bytes())
                    .execute());
    // What autovacuum does in the days of a real vote.
    network.database().execute("VACUUM ANALYZE oracle.hub_message, oracle.hub_vote");
  }

  /** The accounts that vote. */
  public static List<Address> voters(int votes) {
    return IntStream.rangeClosed(1, votes)
        .parallel()
        .mapToObj(number -> TestSigner.of(number).address())
        .toList();
  }

  private static final String MESSAGE_COLUMNS =
      "id, address, timestamp, space, type, sig, receipt, ipfs, pinned, received_at";
  private static final String VOTE_COLUMNS =
      "id, proposal, voter, space, created, choice, reason, app, metadata, power, ipfs, changes";

  private static String message(SignedVote vote) {
    Envelope envelope = vote.envelope();
    return row(
        bytea(envelope.message().id().hex()),
        bytea(envelope.address().lowerHex()),
        envelope.message().timestamp(),
        envelope.message().space(),
        "vote",
        envelope.signature(),
        "0x",
        ipfs(envelope),
        envelope.pinnedJson(),
        "now");
  }

  private static String vote(SignedVote vote, Hash32 proposal) {
    VoteMessage message = (VoteMessage) vote.envelope().message();
    return row(
        bytea(message.id().hex()),
        bytea(proposal.hex()),
        bytea(vote.envelope().address().lowerHex()),
        message.space(),
        message.timestamp(),
        vote.choice(),
        message.reason(),
        message.app(),
        message.metadata(),
        1,
        ipfs(vote.envelope()),
        0);
  }

  private static String ipfs(Envelope envelope) {
    return Cid.v1Raw(envelope.pinnedJson().getBytes(UTF_8));
  }

  private static String bytea(String hex) {
    return "\\x" + hex.substring(2);
  }

  /** A line of CSV with every value quoted. */
  private static String row(Object... values) {
    StringBuilder line = new StringBuilder();
    for (Object value : values) {
      line.append(line.isEmpty() ? "\"" : ",\"")
          .append(value.toString().replace("\"", "\"\""))
          .append('"');
    }
    return line.append('\n').toString();
  }

  private static void copy(
      BenchNetwork network,
      String table,
      String columns,
      List<SignedVote> votes,
      Function<SignedVote, String> row) {
    StringBuilder csv = new StringBuilder();
    votes.forEach(vote -> csv.append(row.apply(vote)));
    String sql = "COPY oracle.%s (%s) FROM STDIN (FORMAT csv)".formatted(table, columns);
    network.jdbi().useHandle(handle -> copy(handle.getConnection(), sql, csv.toString()));
  }

  private static void copy(Connection connection, String sql, String csv) {
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new StringReader(csv));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the hub's tables cannot be filled: " + sql, e);
    }
  }
}
