package org.sweetwater.indexer;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.store.Projection;
import org.sweetwater.indexer.store.Rebuild;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.wrappers.Deployment;

/**
 * Makes the projections anew from the raw logs, and puts them in place of the live ones; no node is
 * asked, and an indexer may run meanwhile.
 */
record Reindexing(DataSource dataSource, Projection projection) {
  /**
   * Does it for the database of a configuration, whose schema is brought up to date first.
   *
   * @param progress hears now and then how far it is
   */
  static void run(IndexerConfig config, Consumer<String> progress) {
    Projection projection = projectionOf(Deployment.read(Path.of(config.deployment())));
    Migrations.migrate(config.database());
    try (Database database = Database.open(config.database(), Role.INDEXER)) {
      new Reindexing(database.dataSource(), projection).run(progress);
    }
  }

  static Projection projectionOf(Deployment deployment) {
    return new ContractProjection(
        new EventDecoder(
            deployment.registry(), deployment.ballot(), deployment.cradle(), deployment.canary()));
  }

  /** Goes on where an earlier one was stopped. */
  void run(Consumer<String> progress) {
    try (Rebuild rebuild = Rebuild.open(dataSource, projection)) {
      catchUp(rebuild, progress);
      progress.accept("building indexes");
      rebuild.buildIndexes();
      // Blocks that came meanwhile: few are left for the swap, during which the indexer waits.
      catchUp(rebuild, progress);
      rebuild.swap();
    }
  }

  static void catchUp(Rebuild rebuild, Consumer<String> progress) {
    OptionalLong last = rebuild.step();
    while (last.isPresent()) {
      progress.accept("projected up to block " + last.getAsLong());
      last = rebuild.step();
    }
  }
}
