package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sweetwater.oracle.cradle.twin.Network;

/**
 * The change under test: the parts of the network that would be set up anew, each whole.
 *
 * @param routing how routes are found
 * @param handshake how neighbours agree on keys
 * @param policy the zero-trust policy
 */
public record Change(
    Optional<Network.Routing> routing,
    Optional<Network.Handshake> handshake,
    Optional<Network.Policy> policy) {

  /** The network with this change. */
  public Network appliedTo(Network network) {
    return new Network(
        network.topology(),
        network.links(),
        routing.orElse(network.routing()),
        handshake.orElse(network.handshake()),
        policy.orElse(network.policy()),
        network.traffic(),
        network.adversaryPpm());
  }

  /** What is different, by part and parameter, with the new values; empty when nothing is. */
  ObjectNode differences(Network network) {
    ObjectNode differences = JsonNodeFactory.instance.objectNode();
    addDifferences(differences, "handshake", network.handshake(), handshake);
    addDifferences(differences, "policy", network.policy(), policy);
    addDifferences(differences, "routing", network.routing(), routing);
    return differences;
  }

  private static void addDifferences(
      ObjectNode to, String part, Object before, Optional<? extends Object> after) {
    if (after.isEmpty()) {
      return;
    }
    ObjectNode old = CanonicalJson.tree(before);
    ObjectNode different = JsonNodeFactory.instance.objectNode();
    CanonicalJson.tree(after.get())
        .properties()
        .forEach(
            parameter -> {
              if (!parameter.getValue().equals(old.get(parameter.getKey()))) {
                different.set(parameter.getKey(), parameter.getValue());
              }
            });
    if (!different.isEmpty()) {
      to.set(part, different);
    }
  }
}
