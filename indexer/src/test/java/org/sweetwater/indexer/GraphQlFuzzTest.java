package org.sweetwater.indexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.graphql.CommitFeed;
import org.sweetwater.indexer.graphql.GraphQlApi;
import org.sweetwater.indexer.graphql.GraphQlLimits;
import org.sweetwater.indexer.graphql.IndexingState;
import org.sweetwater.indexer.graphql.SampleChain;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;

/** Random requests over HTTP, from the whole schema, valid and hostile. */
final class GraphQlFuzzTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What a request may be answered: in the form of GraphQL, refused as no request, too large. */
  private static final Set<Integer> STATUSES = Set.of(200, 400, 413);

  @Test
  void noRequestIsAnsweredWithA500OrOutlivesItsTime() throws Exception {
    long seed = Long.getLong("sweetwater.seed", 20_261_128);
    int requests = 20 * Integer.getInteger("sweetwater.seeds", 50);
    Random random = new Random(seed);
    Set<Boolean> kinds = new HashSet<>();
    try (TestDatabase test = TestDatabase.migrated()) {
      SampleChain.defineFunctions(test);
      SampleChain.fill(test);
      test.buildIndexes();
      try (Database database =
              Database.open(test.config(), Role.INDEXER, GraphQlLimits.USUAL.timeMax());
          HttpListener listener = listen(database);
          HttpClient http = HttpClient.newHttpClient()) {
        URI graphql = URI.create(listener.uri() + "/graphql");
        for (int i = 0; i < requests; i++) {
          byte[] body = RandomRequest.body(random);
          String what = "seed %d, request %d: %s".formatted(seed, i, new String(body, UTF_8));
          long began = System.nanoTime();
          HttpResponse<String> answer =
              http.send(
                  HttpRequest.newBuilder(graphql)
                      .header("content-type", "application/json")
                      .POST(BodyPublishers.ofByteArray(body))
                      .build(),
                  BodyHandlers.ofString());
          assertThat(Duration.ofNanos(System.nanoTime() - began))
              .as(what)
              .isLessThan(GraphQlLimits.USUAL.timeMax());
          assertThat(answer.statusCode()).as(what).isIn(STATUSES);
          assertThat(answer.body()).as(what).doesNotContain("\"INTERNAL\"");
          JsonNode json = JSON.readTree(answer.body());
          assertThat(json.has("data") || json.has("errors")).as(what).isTrue();
          kinds.add(json.has("errors"));
        }
      }
    }
    assertThat(kinds).as("answers with errors and without").hasSize(2);
  }

  private static HttpListener listen(Database database) {
    return HttpListener.start(
        new IndexerConfig.Http("127.0.0.1", 0, 0, true),
        (vertx, router) ->
            GraphQlApi.mount(
                router,
                vertx,
                database.dataSource(),
                new CallDecoder(Map.of()),
                new Quiet(),
                new CommitFeed(),
                GraphQlLimits.USUAL));
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
      return Address.ZERO;
    }
  }
}
