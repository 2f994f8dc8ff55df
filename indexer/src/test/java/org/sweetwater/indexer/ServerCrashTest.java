package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;

/** A commit does not wait for the disk: what a crash of PostgreSQL takes must come back. */
final class ServerCrashTest {
  private static final int BLOCKS = 150;

  private final Random random = new Random(7);
  private final FakeChain chain = new FakeChain(random, FakeIndexing.START_BLOCK);
  private final FakeNode node = new FakeNode(random);

  @Test
  void rowsAndCursorAreOfOneBlockAndTheRestIsReadAgain(@TempDir Path files) throws IOException {
    chain.extend(1);
    node.show(chain);
    EmbeddedPostgres first = start(files);
    Migrations.migrate(config(first));
    // Not closed before the crash: a connection that ends in good order leaves nothing to lose.
    Database lost = Database.open(config(first), Role.INDEXER);
    ChainStore writer = ChainStore.open(lost.dataSource(), FakeIndexing.SOURCE);
    Indexing indexing = indexing();
    for (int i = 0; i < BLOCKS; i++) {
      chain.extend(1);
      node.show(chain);
      indexing.step(writer);
    }
    kill(files);
    lost.close();
    // It finds nothing to stop; what it gives up is its claim to the files.
    first.close();

    try (EmbeddedPostgres again = start(files);
        Database database = Database.open(config(again), Role.INDEXER);
        TestDatabase quiet = TestDatabase.migrated();
        Database quietDatabase = quiet.open(Role.INDEXER)) {
      DataSource recovered = database.dataSource();
      String above =
          "SELECT number::text FROM (SELECT block_number AS number FROM chain.log UNION ALL SELECT valid_from_block FROM chain.vote"
              + " UNION ALL SELECT valid_from_block FROM chain.ballot) t"
              + " WHERE number > (SELECT max(number) FROM chain.block)";
      assertThat(Tables.lines(recovered, above)).isEmpty();
      FakeIndexing.toTheHead(recovered, indexing());
      FakeIndexing.toTheHead(quietDatabase.dataSource(), indexing());
      assertThat(Tables.dump(recovered)).isEqualTo(Tables.dump(quietDatabase.dataSource()));
    }
  }

  private Indexing indexing() {
    return FakeIndexing.of(node, 10, new FakeClock());
  }

  private static EmbeddedPostgres start(Path files) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(files.resolve("database"))
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .start();
  }

  private static DatabaseConfig config(EmbeddedPostgres server) {
    return new DatabaseConfig(
        "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort()), "postgres", "", 5);
  }

  /** As a power cut does it, without any of the server's processes knowing. */
  private static void kill(Path files) throws IOException {
    Path pidFile = files.resolve("database/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    Stream.concat(Stream.of(postmaster), postmaster.descendants().toList().stream())
        .forEach(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }
}
