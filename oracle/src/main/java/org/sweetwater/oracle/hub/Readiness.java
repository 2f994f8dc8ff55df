package org.sweetwater.oracle.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.http.Reply;

/** Whether database and chain answer; asked at most once in a while, however often we are asked. */
final class Readiness {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);

  private final HubQueries queries;
  private final ChainFacts chain;
  private final Clock clock;
  private Reply last = Reply.json(503, Map.of("status", "DOWN"));
  private Instant lastAt = Instant.MIN;

  Readiness(HubQueries queries, ChainFacts chain, Clock clock) {
    this.queries = queries;
    this.chain = chain;
    this.clock = clock;
  }

  /** 200 when both answer, 503 else. */
  synchronized Reply check() {
    Instant now = clock.instant();
    if (lastAt.isBefore(now.minus(FRESH))) {
      last = probe();
      lastAt = now;
    }
    return last;
  }

  private Reply probe() {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("database", answers("database", queries::probe));
    checks.put("chain", answers("chain", chain::blockNumber));
    boolean up = checks.values().stream().allMatch("UP"::equals);
    return Reply.json(up ? 200 : 503, Map.of("status", up ? "UP" : "DOWN", "checks", checks));
  }

  private static String answers(String name, Runnable probe) {
    try {
      probe.run();
      return "UP";
    } catch (RuntimeException e) {
      LOG.warn("not ready: {}={}", name, e.getMessage());
      return "DOWN";
    }
  }
}
