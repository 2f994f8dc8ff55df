package org.sweetwater.bench.queries;

import java.util.List;
import org.sweetwater.migrations.TestDatabase;

/**
 * The tables of 500,000 counted votes: 20,000 blocks with 25 events each, as an indexer leaves
 * them; 100 proposals with 5,000 voters each.
 */
final class QueryTables {
  static final int PROPOSALS = 100;
  static final int VOTERS = 5_000;

  private static final int BLOCKS = 20_000;
  private static final int LOGS_IN_BLOCK = 25;

  private QueryTables() {}

  /** Fills them and lets PostgreSQL look at them, as it does by itself in time. */
  static void fill(TestDatabase database) {
    database.execute(
        """
        CREATE FUNCTION pg_temp.h(n int) RETURNS bytea LANGUAGE sql IMMUTABLE AS
          $$ SELECT decode(lpad(to_hex(n), 64, '0'), 'hex') $$;
        CREATE FUNCTION pg_temp.a(n int) RETURNS bytea LANGUAGE sql IMMUTABLE AS
          $$ SELECT decode(lpad(to_hex(n), 40, '0'), 'hex') $$;
        INSERT INTO chain.source (chain_id, genesis_hash, start_block, registry, ballot, cradle, canary)
        VALUES (31337, pg_temp.h(0), 1, pg_temp.a(101), pg_temp.a(102), pg_temp.a(103), pg_temp.a(104));
        INSERT INTO chain.block (number, hash, parent_hash, mined_at, has_logs)
        SELECT n, pg_temp.h(n), pg_temp.h(n - 1), to_timestamp(1000 + n), true FROM generate_series(1, %1$d) n;
        INSERT INTO chain.log (block_number, block_hash, transaction_hash, transaction_index, log_index, address, topics, data)
        SELECT n, pg_temp.h(n), pg_temp.h(n), 0, i, pg_temp.a(102), '{}', ''
        FROM generate_series(1, %1$d) n, generate_series(0, %2$d - 1) i;
        INSERT INTO chain.vote (ballot_id, voter, vote_id, choice, power, voted_at, valid_from_block, block_hash,
          transaction_hash, log_index)
        SELECT pg_temp.h(n / %3$d + 1), pg_temp.a(n %% %3$d + 1), pg_temp.h(n), CASE n %% 3 WHEN 0 THEN 'For' ELSE 'Against' END,
          n %% 97 + 1, to_timestamp(1500 + n), n / %2$d + 1, pg_temp.h(n / %2$d + 1), pg_temp.h(n / %2$d + 1), n %% %2$d
        FROM generate_series(0, %1$d * %2$d - 1) n;
        INSERT INTO chain.operator (id, vouchers, admitted_at, active_since, revoked_at, node_count, active_node_count,
          valid_from_block, block_hash, transaction_hash, log_index)
        SELECT pg_temp.a(n), '{}', to_timestamp(1001), NULL, NULL, n %% 211, n %% 211, 1, pg_temp.h(1), pg_temp.h(1), 0
        FROM generate_series(1, %3$d) n;
        """
            .formatted(BLOCKS, LOGS_IN_BLOCK, VOTERS));
    database.buildIndexes();
    for (String table : List.of("block", "log", "vote", "operator")) {
      database.execute("VACUUM (ANALYZE) chain." + table);
    }
  }

  static String hash(int number) {
    return "0x%064x".formatted(number);
  }

  static String address(int number) {
    return "0x%040x".formatted(number);
  }
}
