package org.sweetwater.indexer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.graphql.CommitFeed;
import org.sweetwater.indexer.graphql.GraphQlApi;
import org.sweetwater.indexer.graphql.GraphQlLimits;
import org.sweetwater.indexer.graphql.IndexingState;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.Role;
import org.sweetwater.wrappers.Address;

/** The routes of {@link IndexerService} over tables that no chain is behind. */
public final class QueryServer {
  private static final int POOL_SIZE = 10;
  private static final Address BALLOT = Address.parse("0x0000000000000000000000000000000000000066");

  private QueryServer() {}

  /** Says on standard output where it listens, and answers until it is stopped. */
  public static void main(String[] args) throws InterruptedException {
    Database database =
        Database.open(new DatabaseConfig(args[0], args[1], "", POOL_SIZE), Role.INDEXER);
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HealthRoutes health =
        new HealthRoutes(metrics, () -> Progress.NONE, new HeadLag(), 1, Clock.systemUTC());
    HttpListener listener =
        HttpListener.start(
            new IndexerConfig.Http("127.0.0.1", 0, 0, true),
            (vertx, router) -> {
              health.mount(router);
              GraphQlApi.mount(
                  router,
                  vertx,
                  database.dataSource(),
                  new CallDecoder(Map.of()),
                  new Quiet(),
                  new CommitFeed(),
                  GraphQlLimits.USUAL);
            });
    System.out.println(listener.uri());
    new CountDownLatch(1).await();
  }

  private record Quiet() implements IndexingState {
    @Override
    public boolean hasErrors() {
      return false;
    }

    @Override
    public long finalBlock() {
      return -1;
    }

    @Override
    public Address ballot() {
      return BALLOT;
    }
  }
}
