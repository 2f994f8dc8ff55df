package org.sweetwater.indexer.store;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Takes the rows for one table, value by value in the order of its columns.
 *
 * <p>{@link #finish} makes them part of the transaction; closing without it gives them up, and may
 * fail the transaction.
 */
interface RowWriter extends AutoCloseable {
  /** Begins the next row, of as many columns. */
  void row(int columns) throws SQLException;

  void none();

  void bool(boolean value);

  void int4(int value);

  void int8(long value);

  void hash(Hash32 value);

  void address(Address value);

  void bytes(Bytes value);

  /** What UTF-8 says. */
  void text(byte[] utf8);

  void timestamptz(Instant value);

  /** A whole number that is not negative. */
  void numeric(BigInteger value);

  /** An array of {@code bytea}. */
  void hashes(List<Hash32> values);

  /** An array of {@code bytea}. */
  void addresses(List<Address> values);

  /** No row follows. */
  void finish() throws SQLException;

  @Override
  void close() throws SQLException;
}
