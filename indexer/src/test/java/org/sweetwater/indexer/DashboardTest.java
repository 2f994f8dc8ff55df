package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.chain.Endpoints;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;

final class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("sweetwater_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {"grafana/indexer.json", "grafana/alerts.yaml"})
  void showsOnlyMetricsThatThereAre(String file) throws Exception {
    Matcher names = METRIC.matcher(Files.readString(Path.of(file)));
    TreeSet<String> shown = new TreeSet<>();
    while (names.find()) {
      shown.add(names.group());
    }
    String metrics = metrics();
    assertThat(shown)
        .hasSizeGreaterThan(4)
        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
  }

  private static String metrics() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new IndexerMetrics(registry).record(new ChainEvent.Reorganised(9, 4));
    IndexerMetrics.observe(registry, () -> Progress.NONE, 1);
    Endpoints.Node node = new Endpoints.Node("node", 0, () -> new FakeNode(new Random(1)));
    IndexerMetrics.observe(registry, new Endpoints(List.of(node), Clock.systemUTC()));
    Vertx vertx = Vertx.vertx();
    try {
      new HealthRoutes(registry, () -> Progress.NONE, new HeadLag(), 1, Clock.systemUTC())
          .mount(Router.router(vertx));
      return registry.scrape();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  @Test
  void lagIsTheAgeOfTheNewestBlockWhileANewerOneIsKnown() {
    FakeChain chain = new FakeChain(new Random(1), 1);
    chain.extend(1);
    FakeBlock block = chain.blocks().getLast();
    Instant later = block.block().timestamp().plusSeconds(90);
    HeadLag lag = new HeadLag();

    assertThat(lag.seconds(3, later)).isZero();
    lag.committed(
        new ChainEvent.Extended(List.of(new BlockLogs(block.block(), block.logs()))),
        Optional.of(block.block().ref()));
    assertThat(lag.seconds(3, later)).isEqualTo(90);
    assertThat(lag.seconds(0, later)).isZero();
  }

  @Test
  void lagGoesOnAfterARestart() {
    HeadLag lag = new HeadLag();
    try (TestDatabase test = TestDatabase.migrated();
        Database database = test.open(Role.INDEXER)) {
      lag.resume(database.dataSource());
      assertThat(lag.seconds(3, Instant.ofEpochSecond(1_090))).isZero();
      test.execute(
          """
          INSERT INTO chain.block (number, hash, parent_hash, mined_at, has_logs)
          SELECT n, sha256(n::text::bytea), sha256('x'), to_timestamp(1000 + n), false FROM generate_series(1, 9) n
          """);
      lag.resume(database.dataSource());
    }
    assertThat(lag.seconds(3, Instant.ofEpochSecond(1_099))).isEqualTo(90);
  }
}
