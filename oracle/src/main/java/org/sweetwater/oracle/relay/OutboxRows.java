package org.sweetwater.oracle.relay;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetwater.oracle.relay.SignedTransaction.Purpose;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Fees;

/** Turns rows of the outbox into records. */
final class OutboxRows {
  private OutboxRows() {}

  static QueuedCall call(ResultSet row) throws SQLException {
    byte[] sender = row.getBytes("sender");
    return new QueuedCall(
        row.getLong("id"),
        new OutgoingCall(
            row.getString("kind"),
            Hash32.of(row.getBytes("subject")),
            Address.of(row.getBytes("target")),
            Bytes.of(row.getBytes("calldata")),
            row.getString("dedupe_key"),
            row.getInt("items"),
            row.getBoolean("urgent")),
        CallStatus.fromSql(row.getString("status")),
        sender == null
            ? Optional.empty()
            : Optional.of(new QueuedCall.Slot(Address.of(sender), row.getLong("nonce"))),
        row.getInt("tries"),
        row.getInt("reverts"),
        row.getInt("misses"),
        Optional.ofNullable(row.getString("cancelled_as")).map(CallStatus::fromSql),
        Optional.ofNullable(row.getString("reason")));
  }

  static StoredTransaction transaction(ResultSet row) throws SQLException {
    SignedTransaction signed =
        new SignedTransaction(
            Hash32.of(row.getBytes("hash")),
            Address.of(row.getBytes("sender")),
            row.getLong("nonce"),
            Purpose.fromSql(row.getString("purpose")),
            Bytes.of(row.getBytes("raw")),
            row.getLong("gas_limit"),
            new Fees(
                integer(row.getBigDecimal("max_priority_fee_per_gas")),
                integer(row.getBigDecimal("max_fee_per_gas"))));
    return new StoredTransaction(
        row.getLong("call_id"),
        signed,
        row.getTimestamp("signed_at").toInstant(),
        instant(row.getTimestamp("offered_at")),
        block(row));
  }

  private static Optional<BlockRef> block(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("block_hash");
    return hash == null
        ? Optional.empty()
        : Optional.of(new BlockRef(row.getLong("block_number"), Hash32.of(hash)));
  }

  private static BigInteger integer(BigDecimal number) {
    return number.toBigIntegerExact();
  }

  private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
    return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
  }
}
