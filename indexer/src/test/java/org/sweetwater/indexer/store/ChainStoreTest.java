package org.sweetwater.indexer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.project.NodeRow;
import org.sweetwater.indexer.project.NodeStatus;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.LogsBloom;

final class ChainStoreTest {
  private static final Address CONTRACT =
      Address.parse("0x00000000000000000000000000000000000000c0");
  private static final Source SOURCE =
      new Source(31_337, Hash32.ZERO, 0, CONTRACT, Address.ZERO, Address.ZERO, Address.ZERO);

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.INDEXER);

  @AfterEach
  void drop() {
    database.close();
    test.close();
  }

  @Test
  void rowsHaveExactlyTheColumnsOfTheirTables() throws SQLException {
    for (Table table : Stream.concat(Table.VERSIONED.stream(), Table.FACTS.stream()).toList()) {
      assertThat(table.insertedColumns().stream().map(Shape.Column::name))
          .as(table.name())
          .containsExactlyInAnyOrderElementsOf(
              strings(
                  "SELECT column_name FROM information_schema.columns WHERE table_schema = 'chain' AND table_name = '%s'"
                      .formatted(table.name())));
    }
  }

  @Test
  void aRowComesBackAsItWasWritten() {
    NodeRow row =
        new NodeRow(
            Address.parse("0x00000000000000000000000000000000000000a1"),
            CONTRACT,
            NodeStatus.SUSPENDED,
            Address.ZERO,
            Instant.ofEpochSecond(1),
            // The last second that 40 bits hold: a year of five digits.
            Instant.ofEpochSecond((1L << 40) - 1),
            Optional.empty(),
            Optional.of(BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
            Optional.of(true),
            Optional.of(Instant.ofEpochSecond(5)));
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      List<BlockLogs> first = blocks(0, 0, true);
      store.append(first, Set.of(row.key()), ledger -> ledger.put(row, origin(first)));
      List<Optional<NodeRow>> found = new ArrayList<>();
      store.append(
          blocks(1, 1, false),
          Set.of(row.key()),
          ledger -> found.add(ledger.find(NodeRow.class, row.key())));
      assertThat(found).containsExactly(Optional.of(row));
    }
  }

  @Test
  void aKeyThatWasNotAskedForIsAMistakeOfOurs() {
    Row.Key known = Row.Key.of(NodeRow.class, CONTRACT);
    Row.Key unknown = Row.Key.of(NodeRow.class, Address.ZERO);
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThatThrownBy(
              () ->
                  store.append(
                      blocks(0, 0, true),
                      Set.of(known),
                      ledger -> ledger.find(NodeRow.class, unknown)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("EventKeys misses it");
    }
  }

  @Test
  void nothingOfAFailedStepIsStored() {
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThatThrownBy(
              () ->
                  store.append(
                      blocks(0, 5, true),
                      Set.of(),
                      ledger -> {
                        throw new FatalException("no");
                      }))
          .hasMessage("no");
    }
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(store.head()).isEmpty();
    }
  }

  @Test
  void keepsBlocksWithLogsForEverAndOthersForAWhile() throws SQLException {
    int kept = StoreSetting.USUAL.headersKept();
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      store.append(blocks(0, 9, true), Set.of(), ledger -> {});
      store.append(blocks(10, 19, false), Set.of(), ledger -> {});
      store.append(blocks(20, 2L * kept, false), Set.of(), ledger -> {});

      assertThat(strings("SELECT number FROM chain.block ORDER BY number"))
          .hasSize(10 + kept)
          .startsWith("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "" + (kept + 1))
          .endsWith("" + 2 * kept);
      assertThat(store.head()).contains(new BlockRef(2L * kept, hash(2L * kept)));
      assertThat(store.newestUpTo(kept, 2))
          .containsExactly(new BlockRef(9, hash(9)), new BlockRef(8, hash(8)));
      store.rollBackTo(kept);
      assertThat(store.head()).contains(new BlockRef(9, hash(9)));
      store.rollBackTo(-1);
      assertThat(store.head()).isEmpty();
    }
  }

  @Test
  void anotherSourceIsRefusedWithBothNamed() {
    ChainStore.open(database.dataSource(), SOURCE).close();
    Source other =
        new Source(31_337, hash(1), 0, CONTRACT, Address.ZERO, Address.ZERO, Address.ZERO);
    assertThatThrownBy(() -> ChainStore.open(database.dataSource(), other).close())
        .isInstanceOf(FatalException.class)
        .hasMessageContaining(Hash32.ZERO.hex())
        .hasMessageContaining(hash(1).hex())
        .hasMessageContaining("DROP SCHEMA chain CASCADE")
        .message()
        .hasLineCount(1);
  }

  @Test
  void thereIsOneWriterAndItsPlaceIsFreeAfterwards() {
    try (ChainStore first = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(first.head()).isEmpty();
      assertThatThrownBy(() -> ChainStore.open(database.dataSource(), SOURCE).close())
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("another indexer writes it");
    }
    ChainStore.open(database.dataSource(), SOURCE).close();
  }

  @Test
  void buildsTheIndexesThatQueriesNeedOnce() throws SQLException {
    String indexes = "SELECT indexname FROM pg_indexes WHERE indexname = 'vote_by_power'";
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(store.isIndexed()).isFalse();
      assertThat(strings(indexes)).isEmpty();
      store.buildIndexes();
      assertThat(store.isIndexed()).isTrue();
    }
    assertThat(strings(indexes)).hasSize(1);
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(store.isIndexed()).isTrue();
    }
  }

  @Test
  void refusesProjectionsOfAnotherReleaseAndNamesTheRemedy() {
    test.execute("UPDATE chain.projection SET version = 77");
    assertThatThrownBy(() -> ChainStore.open(database.dataSource(), SOURCE).close())
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("projections are of version 77")
        .hasMessageContaining("sw indexer reindex");
  }

  @Test
  void beginsAnewAfterTheProjectionsWereReplaced() {
    Projection nothing = changed -> new Projection.Changes(Set.of(), ledger -> {});
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      store.append(blocks(0, 0, true), Set.of(), ledger -> {});
      try (Rebuild rebuild = Rebuild.open(database.dataSource(), nothing)) {
        assertThat(rebuild.step()).hasValue(0);
        assertThat(rebuild.step()).isEmpty();
        rebuild.buildIndexes();
        rebuild.swap();
      }
      assertThatThrownBy(() -> store.append(blocks(1, 1, true), Set.of(), ledger -> {}))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("projections were replaced");
    }
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(store.isIndexed()).isTrue();
      store.append(blocks(1, 1, true), Set.of(), ledger -> {});
    }
  }

  @Test
  void comparesTheProjectionsWithTheLogs() {
    NodeRow row =
        new NodeRow(
            CONTRACT,
            CONTRACT,
            NodeStatus.WAITING,
            CONTRACT,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<BlockLogs> first = blocks(0, 0, true);
    Projection projection =
        changed ->
            new Projection.Changes(Set.of(row.key()), ledger -> ledger.put(row, origin(changed)));
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      store.append(first, Set.of(row.key()), ledger -> ledger.put(row, origin(first)));
      try (Rebuild rebuild = Rebuild.open(database.dataSource(), projection)) {
        assertThat(rebuild.compareAndDrop()).isEmpty();
      }
      test.execute("UPDATE chain.node SET status = 'Left'");
      try (Rebuild rebuild = Rebuild.open(database.dataSource(), projection)) {
        assertThat(rebuild.compareAndDrop()).containsExactly(Map.entry("node", 2L));
      }
    }
  }

  @Test
  void aWriteAfterAFailedConstraintIsFatalAndNamesIt() {
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      store.append(blocks(0, 0, true), Set.of(), ledger -> {});
      assertThatThrownBy(() -> store.append(blocks(0, 0, true), Set.of(), ledger -> {}))
          .isInstanceOf(FatalException.class)
          .hasMessageContaining("block_pkey");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08006,true",
    "57P01,true",
    "40001,true",
    "53300,true",
    "55P03,true",
    "57014,true",
    ",true",
    "23505,false",
    "42P01,false",
    "42501,false",
    "22003,false"
  })
  void knowsWhatTimeMends(String state, boolean isRetryable) {
    RuntimeException sorted = StoreErrors.of(new SQLException("words\nmore", state));
    assertThat(sorted instanceof RetryableException).isEqualTo(isRetryable);
    assertThat(sorted instanceof FatalException).isEqualTo(!isRetryable);
    assertThat(sorted).message().hasLineCount(1).contains("words");
  }

  private List<String> strings(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    assertThat(new HashSet<>(found)).hasSameSizeAs(found);
    return found;
  }

  private static Origin origin(List<BlockLogs> blocks) {
    LogEntry log = blocks.getFirst().logs().getFirst();
    return new Origin(log.block(), Instant.EPOCH, log.transactionHash(), log.logIndex());
  }

  private static List<BlockLogs> blocks(long from, long to, boolean withLogs) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(
            number ->
                new BlockLogs(
                    new Block(
                        number,
                        hash(number),
                        hash(number - 1),
                        Instant.ofEpochSecond(number),
                        BigInteger.ZERO,
                        LogsBloom.UNKNOWN),
                    withLogs ? List.of(log(number)) : List.of()))
        .toList();
  }

  private static LogEntry log(long number) {
    return new LogEntry(
        new BlockRef(number, hash(number)),
        hash(77),
        0,
        3,
        CONTRACT,
        List.of(hash(1), hash(2)),
        Bytes.of(new byte[] {9, '\\', '\n', '\t'}));
  }

  private static Hash32 hash(long number) {
    return Hash32.fromUnsigned(BigInteger.valueOf(number + 1));
  }
}
