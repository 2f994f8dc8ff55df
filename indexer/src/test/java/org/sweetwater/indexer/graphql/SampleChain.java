package org.sweetwater.indexer.graphql;

import org.sweetwater.migrations.TestDatabase;

/**
 * Tables as an indexer leaves them: blocks 1 to 100; ballots 1 to 30 opened in block {@code b},
 * each with 20 votes; in block 50 + b each ballot was executed; the vote of voter 1 was replaced in
 * block 60. Operators 0 to 4 have as many active nodes as their number says, of 100 in all, from
 * block 50 on of 35.
 */
public final class SampleChain {
  private SampleChain() {}

  public static void fill(TestDatabase database) {
    database.execute(
        """
        INSERT INTO chain.source (chain_id, genesis_hash, start_block, registry, ballot, cradle, canary)
        VALUES (31337, test_hash(0), 1, test_address(101), test_address(102), test_address(103), test_address(104));
        INSERT INTO chain.block (number, hash, parent_hash, mined_at, has_logs)
        SELECT n, test_hash(n), test_hash(n - 1), to_timestamp(1000 + n), true FROM generate_series(1, 100) n;
        INSERT INTO chain.log (block_number, block_hash, transaction_hash, transaction_index, log_index, address, topics, data)
        SELECT n, test_hash(n), test_hash(5000 + n), 0, i, test_address(102), '{}', ''
        FROM generate_series(1, 100) n, generate_series(0, 40) i;

        INSERT INTO chain.ballot
        SELECT test_hash(b), test_address(b), 1, 'Open', 1, to_timestamp(900), to_timestamp(2000), to_timestamp(2100), 0,
          2, 3, false, 10, 0, 0, 0, 0, test_address(103), test_hash(7), test_hash(8), '\\x1234', test_hash(9),
          to_timestamp(1000 + b), NULL, NULL, NULL, b, 50 + b, test_hash(b), test_hash(5000 + b), 0
        FROM generate_series(1, 30) b;
        INSERT INTO chain.ballot
        SELECT test_hash(b), test_address(b), 1, 'Executed', 1, to_timestamp(900), to_timestamp(2000), to_timestamp(2100), 0,
          2, 3, false, 10, 15, 5, 0, 20, test_address(103), test_hash(7), test_hash(8), '\\x1234', test_hash(9),
          to_timestamp(1000 + b), to_timestamp(2101), to_timestamp(2102), NULL, 50 + b, NULL, test_hash(50 + b),
          test_hash(5050 + b), 0
        FROM generate_series(1, 30) b;

        INSERT INTO chain.vote
        SELECT test_hash(b), test_address(v), test_hash(10000 + b * 100 + v), CASE WHEN v <= 15 THEN 'For' ELSE 'Against' END,
          v, to_timestamp(1500 + v), 40, CASE WHEN v = 1 THEN 60 END, test_hash(40), test_hash(5040), (b - 1) * 100 + v
        FROM generate_series(1, 30) b, generate_series(1, 20) v;
        INSERT INTO chain.vote
        SELECT test_hash(b), test_address(1), test_hash(20000 + b), 'Abstain', 1, to_timestamp(1600), 60, NULL, test_hash(60),
          test_hash(5060), (b - 1) * 100 + 1
        FROM generate_series(1, 30) b;

        INSERT INTO chain.network
        VALUES (1, 100, 0, 1, 50, test_hash(1), test_hash(5001), 1), (1, 35, 0, 50, NULL, test_hash(50), test_hash(5050), 1);
        INSERT INTO chain.operator
        SELECT test_address(n), '{}', to_timestamp(1001), NULL, NULL, n, n, 1, NULL, test_hash(1), test_hash(5001), 2
        FROM generate_series(0, 4) n;
        """);
  }

  /** Functions that make addresses and hashes from small numbers, in the database. */
  public static void defineFunctions(TestDatabase database) {
    database.execute(
        """
        CREATE FUNCTION test_hash(n int) RETURNS bytea LANGUAGE sql IMMUTABLE AS
          $$ SELECT decode(lpad(to_hex(n), 64, '0'), 'hex') $$;
        CREATE FUNCTION test_address(n int) RETURNS bytea LANGUAGE sql IMMUTABLE AS
          $$ SELECT decode(lpad(to_hex(n), 40, '0'), 'hex') $$;
        """);
  }

  static String hash(int number) {
    return "0x" + "%064x".formatted(number);
  }

  static String address(int number) {
    return "0x" + "%040x".formatted(number);
  }
}
