package org.sweetwater.bench.indexer;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A figure counts only when every row is there. */
final class IndexedRows {
  private IndexedRows() {}

  static void require(BenchDatabase database, Workload events) throws SQLException {
    long votes = events.events() - events.ballots();
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("SELECT count(*) FROM chain.log", events.events());
    expected.put("SELECT count(*) FROM chain.vote", votes);
    expected.put("SELECT count(*) FROM chain.counted_vote", votes);
    expected.put(
        "SELECT count(*) FROM chain.ballot WHERE valid_until_block IS NULL", events.ballots());
    expected.put("SELECT sum(voters) FROM chain.ballot WHERE valid_until_block IS NULL", votes);
    for (Map.Entry<String, Long> one : expected.entrySet()) {
      long found = database.number(one.getKey());
      if (found != one.getValue()) {
        throw new IllegalStateException(
            "%s: expected %,d, found %,d".formatted(one.getKey(), one.getValue(), found));
      }
    }
  }
}
