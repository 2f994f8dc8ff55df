package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * A measurement that is too bad to go on, signed by an attestor or by one of the wave's nodes:
 * {@code ICanary.BreachReport}.
 *
 * @param position where the signing node stands in drawn order, from 0; empty for attestors
 * @param signature 65 bytes, r ‖ s ‖ v
 */
public record BreachReport(Breach breach, OptionalLong position, Bytes signature) {
  private static final Hash32 TYPE =
      SigningDomain.typeHash(
          "Breach(bytes32 experimentId,uint8 wave,uint8 metric,uint64 value,uint64 windowStart,"
              + "uint64 windowEnd)");

  private static final List<String> FIELDS =
      List.of(
          "experimentId",
          "wave",
          "metric",
          "value",
          "windowStart",
          "windowEnd",
          "position",
          "signature");

  private static final long UINT8 = 0xff;

  /** Checks the position. */
  public BreachReport {
    position.ifPresent(given -> Ranges.require("position", given, 0, Ranges.UINT32));
  }

  /**
   * What is signed.
   *
   * @param wave the last wave that started, 0 before the first
   * @param metric a {@link Metric}'s number
   * @param value in the metric's unit
   * @param windowStart begin of the measurement, seconds since 1970
   * @param windowEnd its end
   */
  public record Breach(
      Hash32 experimentId, int wave, int metric, long value, long windowStart, long windowEnd) {
    private static final long LATENCY_P99_MICROS_MAX = 2_000_000;
    private static final long DEANONYMISATION_RISK_PPM_MAX = 50_000;

    /** Checks the ranges. */
    public Breach {
      Ranges.require("wave", wave, 0, Ranges.WAVES);
      Ranges.require("metric", metric, 0, UINT8);
      Ranges.require("value", value, 0, Long.MAX_VALUE);
      Ranges.require("windowStart", windowStart, 0, Long.MAX_VALUE);
      Ranges.require("windowEnd", windowEnd, 0, Long.MAX_VALUE);
    }

    /** Whether the value is beyond the limit that the contract has for the metric. */
    public boolean isBeyondLimit() {
      return (metric == Metric.LATENCY_P99.number() && value > LATENCY_P99_MICROS_MAX)
          || (metric == Metric.DEANONYMISATION_RISK.number()
              && value > DEANONYMISATION_RISK_PPM_MAX);
    }

    private Hash32 digest(SigningDomain domain) {
      return domain.digest(
          SigningDomain.structHash(
              TYPE,
              experimentId,
              SigningDomain.number(wave),
              SigningDomain.number(metric),
              SigningDomain.number(value),
              SigningDomain.number(windowStart),
              SigningDomain.number(windowEnd)));
    }
  }

  /** Signs a breach as an attestor, for the Canary of a deployment. */
  public static BreachReport signAsAttestor(SigningKey key, Deployment deployment, Breach breach) {
    return sign(key, deployment, breach, OptionalLong.empty());
  }

  /** Signs a breach as the node at a position of the breach's wave. */
  public static BreachReport signAsNode(
      SigningKey key, Deployment deployment, Breach breach, long position) {
    return sign(key, deployment, breach, OptionalLong.of(position));
  }

  private static BreachReport sign(
      SigningKey key, Deployment deployment, Breach breach, OptionalLong position) {
    Bytes signature = key.sign(breach.digest(CanarySignatures.domain(deployment)));
    return new BreachReport(breach, position, signature);
  }

  /** Who signed; empty for a signature that the contract would not take from anybody. */
  public Optional<Address> signer(Deployment deployment) {
    return CanarySignatures.signer(breach.digest(CanarySignatures.domain(deployment)), signature);
  }

  /**
   * Reads what {@link #toJson} writes, and nothing else.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static BreachReport parse(JsonNode json) {
    StrictFields fields = new StrictFields("breach", json);
    fields.requireNoOthers(FIELDS);
    return new BreachReport(
        new Breach(
            fields.hash("experimentId"),
            (int) fields.number("wave", Ranges.WAVES),
            (int) fields.number("metric", UINT8),
            fields.number("value", Long.MAX_VALUE),
            fields.number("windowStart", Long.MAX_VALUE),
            fields.number("windowEnd", Long.MAX_VALUE)),
        fields.has("position")
            ? OptionalLong.of(fields.number("position", Ranges.UINT32))
            : OptionalLong.empty(),
        fields.signature("signature"));
  }

  /** The form in which nodes and attestors post it to an oracle. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("experimentId", breach.experimentId().hex());
    json.put("wave", breach.wave());
    json.put("metric", breach.metric());
    json.put("value", breach.value());
    json.put("windowStart", breach.windowStart());
    json.put("windowEnd", breach.windowEnd());
    position.ifPresent(given -> json.put("position", given));
    return json.put("signature", signature.hex());
  }
}
