package org.sweetwater.indexer.store;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Inserts many rows by COPY in binary format: the server takes values as they lie in memory and
 * parses nothing.
 *
 * <p>Rows are written value by value, in the order of the columns; {@link #finish} makes them part
 * of the transaction. Closing without it cancels the COPY, which fails the transaction.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, binary format</a>
 */
final class BinaryCopy implements RowWriter {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NULL = -1;
  private static final short END = -1;
  private static final int BYTEA_OID = 17;

  /** 2000-01-01T00:00:00Z, from which PostgreSQL counts microseconds. */
  private static final long EPOCH_SECONDS = 946_684_800L;

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final long NANOS_PER_MICRO = 1_000L;

  /** Numerics are written in digits of this base. */
  private static final BigInteger NUMERIC_BASE = BigInteger.valueOf(10_000);

  private final CopyIn copy;
  private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  private BinaryCopy(CopyIn copy) {
    this.copy = copy;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  static BinaryCopy into(Connection connection, String table, List<Shape.Column> columns)
      throws SQLException {
    String sql =
        "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, Shape.Column.names(columns));
    return new BinaryCopy(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
  }

  @Override
  public void row(int columns) throws SQLException {
    if (buffer.position() >= BUFFER_BYTES / 2) {
      flush();
    }
    room(Short.BYTES).putShort((short) columns);
  }

  @Override
  public void none() {
    room(Integer.BYTES).putInt(NULL);
  }

  @Override
  public void bool(boolean value) {
    room(Integer.BYTES + 1).putInt(1).put((byte) (value ? 1 : 0));
  }

  @Override
  public void int4(int value) {
    room(2 * Integer.BYTES).putInt(Integer.BYTES).putInt(value);
  }

  @Override
  public void int8(long value) {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
  }

  @Override
  public void hash(Hash32 value) {
    value.writeTo(room(Integer.BYTES + Hash32.LENGTH).putInt(Hash32.LENGTH));
  }

  @Override
  public void address(Address value) {
    value.writeTo(room(Integer.BYTES + Address.LENGTH).putInt(Address.LENGTH));
  }

  @Override
  public void bytes(Bytes value) {
    value.writeTo(room(Integer.BYTES + value.size()).putInt(value.size()));
  }

  @Override
  public void text(byte[] utf8) {
    room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
  }

  @Override
  public void timestamptz(Instant value) {
    int8(
        (value.getEpochSecond() - EPOCH_SECONDS) * MICROS_PER_SECOND
            + value.getNano() / NANOS_PER_MICRO);
  }

  @Override
  public void numeric(BigInteger value) {
    Deque<Short> digits = new ArrayDeque<>();
    for (BigInteger left = value; left.signum() > 0; left = left.divide(NUMERIC_BASE)) {
      digits.push(left.mod(NUMERIC_BASE).shortValueExact());
    }
    int size = (4 + digits.size()) * Short.BYTES;
    ByteBuffer out = room(Integer.BYTES + size).putInt(size).putShort((short) digits.size());
    // The weight of the first digit, the sign, and no decimals.
    out.putShort((short) Math.max(0, digits.size() - 1)).putShort((short) 0).putShort((short) 0);
    digits.forEach(out::putShort);
  }

  @Override
  public void hashes(List<Hash32> values) {
    arrayOf(values.size(), Hash32.LENGTH);
    for (int i = 0; i < values.size(); i++) {
      hash(values.get(i));
    }
  }

  @Override
  public void addresses(List<Address> values) {
    arrayOf(values.size(), Address.LENGTH);
    for (int i = 0; i < values.size(); i++) {
      address(values.get(i));
    }
  }

  /** The head of an array of {@code bytea}; the elements follow, each with its length. */
  private void arrayOf(int count, int length) {
    int dimensions = count == 0 ? 0 : 1;
    int size = (3 + 2 * dimensions) * Integer.BYTES + count * (Integer.BYTES + length);
    room(Integer.BYTES + size).putInt(size).putInt(dimensions).putInt(0).putInt(BYTEA_OID);
    if (count > 0) {
      buffer.putInt(count).putInt(1);
    }
  }

  @Override
  public void finish() throws SQLException {
    room(Short.BYTES).putShort(END);
    flush();
    copy.endCopy();
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(size).put(buffer.flip());
    }
    return buffer;
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
