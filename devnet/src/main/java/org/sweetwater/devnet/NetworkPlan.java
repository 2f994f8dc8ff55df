package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.wrappers.Address;

/**
 * What a network is deployed with: the committed devnet.json, other founders, and other values
 * where a network needs them.
 *
 * @param changes by section of devnet.json, then by key
 */
record NetworkPlan(List<Founder> founders, Map<String, Map<String, Object>> changes) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Copies both. */
  NetworkPlan {
    founders = List.copyOf(founders);
    changes = Map.copyOf(changes);
  }

  /** An operator with its one node. */
  record Founder(Address operator, Address node, Address telemetryKey) {}

  /** The plan of every devnet but the canary's: twelve founders, devnet.json as it is. */
  static NetworkPlan usual() {
    return new NetworkPlan(
        IntStream.range(0, Accounts.OPERATORS)
            .mapToObj(
                i ->
                    new Founder(
                        Accounts.addressOf(Accounts.operator(i)),
                        Accounts.addressOf(Accounts.nodeKey(i)),
                        Accounts.addressOf(Accounts.telemetryKey(i))))
            .toList(),
        Map.of());
  }

  /**
   * A network that grows to a fleet within seconds: an activation epoch is as long as a block.
   *
   * @param waveSeconds how long each of the four waves is observed
   */
  static NetworkPlan growing(Roster roster, List<Integer> waveSeconds) {
    return new NetworkPlan(
        roster.founders().stream()
            .map(
                node ->
                    new Founder(
                        Accounts.addressOf(roster.operators().get(node.operator())),
                        node.address(),
                        node.telemetryKey()))
            .toList(),
        Map.of(
            "registry",
            Map.of("activationDelaySeconds", 1, "epochLengthSeconds", 1),
            "canary",
            Map.of("waveSeconds", waveSeconds)));
  }

  /**
   * The plan as the deployment script reads it.
   *
   * @param committed devnet.json; changed
   */
  ObjectNode over(ObjectNode committed) {
    ArrayNode genesis = committed.putArray("genesis");
    for (Founder founder : founders) {
      genesis
          .addObject()
          .put("operator", founder.operator().checksummed())
          .put("node", founder.node().checksummed())
          .put("telemetryKey", founder.telemetryKey().checksummed());
    }
    new LinkedHashMap<>(changes)
        .forEach(
            (section, values) ->
                ((ObjectNode) committed.get(section)).setAll((ObjectNode) tree(values)));
    ArrayNode attestors = ((ObjectNode) committed.get("cradle")).putArray("attestors");
    Accounts.attestors()
        .forEach(attestor -> attestors.add(Accounts.addressOf(attestor).checksummed()));
    return committed;
  }

  private static JsonNode tree(Map<String, Object> values) {
    return JSON.valueToTree(values);
  }
}
