package org.sweetwater.oracle.cradle.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Action;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Gate;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Wave;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.HandshakeSuite;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Network;
import org.sweetwater.oracle.cradle.twin.Topology;
import org.sweetwater.oracle.cradle.twin.Twin;

/** Reads specifications as people write them. */
public final class ExperimentFile {
  private static final long SECOND = 1_000_000_000L;

  private ExperimentFile() {}

  /**
   * Reads a specification.
   *
   * @param text YAML, at most 64 Ki characters
   * @throws InvalidSpecException naming every problem that can be found at once, by line and column
   */
  public static ExperimentSpec parse(String text) throws InvalidSpecException {
    YamlDocument document = YamlDocument.parse(text);
    List<SpecProblem> problems = ExperimentSchema.problemsOf(document);
    if (!problems.isEmpty()) {
      List<SpecProblem> sorted = new ArrayList<>(problems);
      sorted.sort(Comparator.comparingInt(SpecProblem::line).thenComparingInt(SpecProblem::column));
      throw new InvalidSpecException(sorted);
    }
    try {
      return spec(SpecNode.root(document.json()));
    } catch (SpecException e) {
      throw new InvalidSpecException(
          List.of(document.at(e.pointer(), String.valueOf(e.getMessage()))));
    }
  }

  private static ExperimentSpec spec(SpecNode root) {
    SpecNode metadata = root.at("metadata");
    Network network = network(root.at("network"));
    return new ExperimentSpec(
        Twin.ENGINE,
        new ExperimentSpec.Metadata(
            metadata.text("name", ""),
            metadata.text("title", ""),
            metadata.text("author", ""),
            metadata.text("discussion", "")),
        root.text("objective", "").strip(),
        network,
        change(root.at("change"), network),
        root.at("chaos").elements().stream().map(ExperimentFile::fault).toList(),
        root.time("duration", 0),
        root.time("warmUp", 30 * SECOND),
        root.time("window", 5 * SECOND),
        gates(root.at("gates")),
        root.has("waves")
            ? root.at("waves").elements().stream().map(ExperimentFile::wave).toList()
            : ExperimentRules.WAVES);
  }

  private static Network network(SpecNode node) {
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network(
                topology(node.at("topology")),
                links(node.at("links")),
                routing(node.at("routing"), Production.ROUTING),
                handshake(node.at("handshake"), Production.HANDSHAKE),
                policy(node.at("policy"), Production.POLICY),
                traffic(node.at("traffic")),
                node.at("adversary").share("share", Production.ADVERSARY_PPM)));
  }

  private static Topology topology(SpecNode node) {
    int nodes = node.number("nodes", 0);
    return SpecException.inRange(
        node.pointer(),
        () ->
            switch (node.text("kind", "")) {
              case "random-regular" -> new Topology.RandomRegular(nodes, node.number("degree", 0));
              case "geometric" -> new Topology.Geometric(nodes, node.number("meanDegree", 0));
              default -> new Topology.ScaleFree(nodes, node.number("linksPerNode", 0));
            });
  }

  private static Network.Links links(SpecNode node) {
    Network.Links usual = Production.LINKS;
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network.Links(
                node.at("latency").time("min", usual.latencyMinNanos()),
                node.at("latency").time("max", usual.latencyMaxNanos()),
                node.bandwidth("bandwidth", usual.bitsPerSecond()),
                node.share("loss", usual.lossPpm()),
                node.size("queue", usual.queueBytes()),
                node.number("retries", usual.retries())));
  }

  private static Network.Routing routing(SpecNode node, Network.Routing usual) {
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network.Routing(
                node.choice("protocol", Network.Routing.Protocol.class, usual.protocol()),
                node.choice("cost", Network.Routing.Cost.class, usual.cost()),
                node.time("hello", usual.helloNanos()),
                node.number("deadHellos", usual.deadHellos()),
                node.time("reaction", usual.reactionNanos()),
                node.time("retransmit", usual.retransmitNanos()),
                node.number("hopsMax", usual.hopsMax())));
  }

  private static Network.Handshake handshake(SpecNode node, Network.Handshake usual) {
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network.Handshake(
                node.choice("suite", HandshakeSuite.class, usual.suite()),
                node.time("rekey", usual.rekeyNanos()),
                node.time("timeout", usual.timeoutNanos()),
                node.time("packetCost", usual.packetNanos())));
  }

  private static Network.Policy policy(SpecNode node, Network.Policy usual) {
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network.Policy(
                node.time("checkCost", usual.checkNanos()),
                node.time("publish", usual.publishNanos()),
                node.time("sync", usual.syncNanos()),
                node.time("grace", usual.graceNanos()),
                node.flag("strict", usual.isStrict())));
  }

  private static Network.Traffic traffic(SpecNode node) {
    Network.Traffic usual = Production.TRAFFIC;
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Network.Traffic(
                node.thousandths("packetsPerSecond", usual.milliPacketsPerSecond()),
                node.number("bytes", usual.bytes()),
                node.choice("sizes", Network.Traffic.Sizes.class, usual.sizes()),
                node.number("gateways", usual.gateways()),
                node.share("gatewayShare", usual.gatewayPpm())));
  }

  private static Change change(SpecNode node, Network network) {
    return new Change(
        node.find("routing").map(part -> routing(part, network.routing())),
        node.find("handshake").map(part -> handshake(part, network.handshake())),
        node.find("policy").map(part -> policy(part, network.policy())));
  }

  private static Chaos fault(SpecNode node) {
    return SpecException.inRange(
        node.pointer(),
        () ->
            new Chaos(node.time("at", 0), node.time("for", 0), node.time("every", 0), kind(node)));
  }

  private static Chaos.Fault kind(SpecNode node) {
    if (node.has("killNodes")) {
      SpecNode it = node.at("killNodes");
      return SpecException.inRange(it.pointer(), () -> new Chaos.KillNodes(it.number("count", 0)));
    }
    if (node.has("cutLinks")) {
      SpecNode it = node.at("cutLinks");
      return SpecException.inRange(it.pointer(), () -> new Chaos.CutLinks(it.number("count", 0)));
    }
    if (node.has("partition")) {
      SpecNode it = node.at("partition");
      return SpecException.inRange(it.pointer(), () -> new Chaos.Partition(it.share("share", 0)));
    }
    SpecNode it = node.at("degradeLinks");
    return SpecException.inRange(
        it.pointer(),
        () ->
            new Chaos.DegradeLinks(
                it.share("share", 0), it.share("loss", 0), it.time("latency", 0)));
  }

  private static Map<Metric, Gate> gates(SpecNode node) {
    Map<Metric, Gate> gates = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      node.find(metric.key()).ifPresent(gate -> gates.put(metric, gate(metric, gate)));
    }
    return gates;
  }

  private static Gate gate(Metric metric, SpecNode node) {
    String key =
        switch (metric.direction()) {
          case AT_MOST -> "max";
          case AT_LEAST -> "min";
        };
    long threshold =
        switch (metric.unit()) {
          case "ppm" -> node.share(key, 0);
          case "µs" -> node.timeIn(1_000, key);
          default -> node.timeIn(1_000_000, key);
        };
    return new Gate(threshold, node.choice("action", Action.class, Action.ROLLBACK));
  }

  private static Wave wave(SpecNode node) {
    return new Wave(node.number("nodes", 0), node.time("hold", 0));
  }
}
