package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * What a node measured of a change that it runs, signed by its node key: {@code
 * ICanary.NodeReport}.
 *
 * @param signature 65 bytes, r ‖ s ‖ v
 */
public record NodeReport(Measurement measurement, Bytes signature) {
  private static final Hash32 TYPE =
      SigningDomain.typeHash(
          "NodeReport(bytes32 experimentId,uint8 wave,address node,uint64 measuredUntil,"
              + "uint32 samples,MetricSet metrics)"
              + MetricJson.TYPE);

  private static final List<String> FIELDS =
      List.of(
          "experimentId",
          "wave",
          "node",
          "position",
          "measuredUntil",
          "samples",
          "metrics",
          "signature");

  /**
   * What is signed, but for the position, which only finds the node in its wave.
   *
   * @param wave 1 to 4
   * @param position where the node stands in drawn order, from 0
   * @param measuredUntil seconds since 1970
   * @param samples behind the metrics; none is a failure
   */
  public record Measurement(
      Hash32 experimentId,
      int wave,
      Address node,
      long position,
      long measuredUntil,
      long samples,
      MetricSet metrics) {
    /** Checks the ranges. */
    public Measurement {
      Ranges.require("wave", wave, 1, Ranges.WAVES);
      Ranges.require("position", position, 0, Ranges.UINT32);
      Ranges.require("measuredUntil", measuredUntil, 0, Long.MAX_VALUE);
      Ranges.require("samples", samples, 0, Ranges.UINT32);
    }

    private Hash32 digest(SigningDomain domain) {
      return domain.digest(
          SigningDomain.structHash(
              TYPE,
              experimentId,
              SigningDomain.number(wave),
              node.toWord(),
              SigningDomain.number(measuredUntil),
              SigningDomain.number(samples),
              MetricJson.structHash(metrics)));
    }
  }

  /** Signs a measurement with the node's key, for the Canary of a deployment. */
  public static NodeReport sign(SigningKey key, Deployment deployment, Measurement measurement) {
    return new NodeReport(
        measurement, key.sign(measurement.digest(CanarySignatures.domain(deployment))));
  }

  /** Who signed; empty for a signature that the contract would not take from anybody. */
  public Optional<Address> signer(Deployment deployment) {
    return CanarySignatures.signer(
        measurement.digest(CanarySignatures.domain(deployment)), signature);
  }

  /** Whether the node that it names signed it. */
  public boolean isSignedByItsNode(Deployment deployment) {
    return signer(deployment).filter(measurement.node()::equals).isPresent();
  }

  /**
   * Reads what {@link #toJson} writes, and nothing else.
   *
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public static NodeReport parse(JsonNode json) {
    StrictFields fields = new StrictFields("report", json);
    fields.requireNoOthers(FIELDS);
    return new NodeReport(
        new Measurement(
            fields.hash("experimentId"),
            (int) fields.number("wave", Ranges.WAVES),
            fields.address("node"),
            fields.number("position", Ranges.UINT32),
            fields.number("measuredUntil", Long.MAX_VALUE),
            fields.number("samples", Ranges.UINT32),
            MetricJson.read(fields.object("metrics"))),
        fields.signature("signature"));
  }

  /** The form in which a node posts it to an oracle. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("experimentId", measurement.experimentId().hex());
    json.put("wave", measurement.wave());
    json.put("node", measurement.node().checksummed());
    json.put("position", measurement.position());
    json.put("measuredUntil", measurement.measuredUntil());
    json.put("samples", measurement.samples());
    json.set("metrics", MetricJson.write(measurement.metrics()));
    return json.put("signature", signature.hex());
  }
}
