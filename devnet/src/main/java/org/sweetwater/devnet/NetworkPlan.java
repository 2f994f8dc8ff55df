package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.wrappers.Address;

/**
 * What a network is deployed with: the committed devnet.json, other founders, and other values
 * where a network needs them.
 *
 * @param changes by the JSON pointer of a section of devnet.json, then by key
 */
record NetworkPlan(List<Founder> founders, Map<String, Map<String, Object>> changes) {
  private static final int GRACE_SECONDS = 3;
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
   * @param voting the window of ordinary ballots, in seconds
   * @param waves how long each of the four waves is observed, in seconds
   */
  static NetworkPlan growing(Roster roster, int voting, List<Integer> waves) {
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
            "/registry",
            Map.of("activationDelaySeconds", 1, "epochLengthSeconds", 1),
            "/tracks/ordinary",
            Map.of("windowSeconds", voting, "graceSeconds", GRACE_SECONDS, "delaySeconds", 1),
            "/canary",
            Map.of("waveSeconds", waves)));
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
    changes.forEach(
        (section, values) ->
            ((ObjectNode) committed.at(section)).setAll((ObjectNode) JSON.valueToTree(values)));
    ArrayNode attestors = ((ObjectNode) committed.get("cradle")).putArray("attestors");
    Accounts.attestors()
        .forEach(attestor -> attestors.add(Accounts.addressOf(attestor).checksummed()));
    return committed;
  }
}
