package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Hash32;

/**
 * A set of metrics as a node posts and signs it. A metric that was not measured is left out in
 * JSON; in what is signed its value is 0.
 */
final class MetricJson {
  /** EIP-712's {@code encodeType}. */
  static final String TYPE =
      "MetricSet(uint8 present,uint64 latencyP99Micros,uint64 packetLossPpm,uint64 mttrMillis,"
          + "uint64 deanonymisationRiskPpm,uint64 policyConsistencyPpm,uint64 routeStabilityPpm)";

  private static final Hash32 TYPE_HASH = SigningDomain.typeHash(TYPE);
  private static final Map<Metric, String> KEYS = keys();

  private MetricJson() {}

  private static Map<Metric, String> keys() {
    Map<Metric, String> keys = new EnumMap<>(Metric.class);
    keys.put(Metric.LATENCY_P99, "latencyP99Micros");
    keys.put(Metric.PACKET_LOSS, "packetLossPpm");
    keys.put(Metric.MTTR, "mttrMillis");
    keys.put(Metric.DEANONYMISATION_RISK, "deanonymisationRiskPpm");
    keys.put(Metric.POLICY_CONSISTENCY, "policyConsistencyPpm");
    keys.put(Metric.ROUTE_STABILITY, "routeStabilityPpm");
    return Collections.unmodifiableMap(keys);
  }

  static MetricSet read(StrictFields fields) {
    Map<Metric, Long> values = new EnumMap<>(Metric.class);
    KEYS.forEach(
        (metric, key) -> {
          if (fields.has(key)) {
            values.put(metric, fields.number(key, Long.MAX_VALUE));
          }
        });
    fields.requireNoOthers(List.copyOf(KEYS.values()));
    return new MetricSet(values);
  }

  static ObjectNode write(MetricSet metrics) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    KEYS.forEach((metric, key) -> metrics.find(metric).ifPresent(value -> json.put(key, value)));
    return json;
  }

  static Hash32 structHash(MetricSet metrics) {
    return SigningDomain.structHash(
        Stream.concat(
                Stream.of(TYPE_HASH, SigningDomain.number(metrics.present())),
                KEYS.keySet().stream()
                    .map(metric -> SigningDomain.number(metrics.find(metric).orElse(0))))
            .toArray(Hash32[]::new));
  }
}
