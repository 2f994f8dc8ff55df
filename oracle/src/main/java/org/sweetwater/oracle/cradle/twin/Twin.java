package org.sweetwater.oracle.cradle.twin;

import java.util.BitSet;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/**
 * The digital twin: plays a scenario event by event.
 *
 * <p>One hop of a packet is one event: the node's work, the wait for the link, its sendings and
 * their way are computed when the hop begins.
 */
public final class Twin {
  /** Names this model; part of every spec hash, because another model gives other results. */
  public static final String ENGINE = "sweetwater-twin/2";

  /**
   * The most events of a run: eight times those of the largest reference load. Links that flap all
   * the time could otherwise keep every attestor busy for days.
   */
  private static final long EVENTS_MAX = 1_000_000_000;

  private static final long SECOND = 1_000_000_000;

  private final long eventsMax;
  private final Scenario scenario;
  private final World world;
  private final Graph graph;
  private final EventQueue queue;
  private final Medium medium;
  private final Neighbours neighbours;
  private final Routes routes;
  private final Policies policies;
  private final Traffic traffic;
  private final Faults faults;
  private final Anonymity anonymity;
  private final Repairs repairs;
  private final Stability stability;
  private final Measurements measurements;
  private final Packets packets = new Packets();
  private final long workNanos;
  private final int hopsMax;

  Twin(Scenario scenario, Seeds seeds) {
    this(scenario, seeds, EVENTS_MAX);
  }

  /** With another limit to the number of events. */
  Twin(Scenario scenario, Seeds seeds, long eventsMax) {
    this.eventsMax = eventsMax;
    Network network = scenario.network();
    this.scenario = scenario;
    this.graph = Topologies.draw(network.topology(), network.links(), seeds.stream("topology"));
    this.world = new World(network, graph);
    this.queue = world.queue;
    this.medium = new Medium(world, seeds);
    Adjacency adjacency = new Adjacency(graph.links());
    this.routes = routesOf(network.routing().protocol(), adjacency);
    this.neighbours = new Neighbours(world, medium, adjacency, routes, seeds);
    this.policies = new Policies(world, medium, adjacency, seeds);
    this.traffic = new Traffic(world, seeds);
    this.faults = new Faults(world, scenario, seeds);
    this.anonymity = new Anonymity(graph, network.adversaryPpm(), seeds);
    Paths paths = new Paths(world, routes);
    this.repairs = new Repairs(world, paths, seeds);
    this.stability = new Stability(world, paths, seeds);
    this.measurements = new Measurements(scenario);
    this.workNanos = network.handshake().packetNanos() + network.policy().checkNanos();
    this.hopsMax = network.routing().hopsMax();
  }

  private Routes routesOf(Network.Routing.Protocol protocol, Adjacency adjacency) {
    return switch (protocol) {
      case LINK_STATE -> new LinkStateRoutes(world, medium, adjacency);
      case DISTANCE_VECTOR -> new DistanceVectorRoutes(world, medium, adjacency);
    };
  }

  /**
   * Plays a scenario.
   *
   * @param seed decides every drawing: graph, traffic, loss, whom faults strike
   * @throws FatalException when it takes more than a thousand million events
   */
  public static Run run(Scenario scenario, Hash32 seed) {
    return new Twin(scenario, new Seeds(seed)).run();
  }

  Run run() {
    neighbours.start();
    policies.start();
    faults.start();
    traffic.scheduleNext();
    queue.schedule(scenario.windowNanos(), Event.WINDOW, 0, 0);
    while (queue.advance() && queue.time() <= scenario.durationNanos()) {
      if (queue.scheduled() > eventsMax) {
        throw tooManyEvents();
      }
      happen(queue.first(), queue.second());
    }
    return measurements.finish(
        anonymity.riskPpm(),
        repairs.incidents(scenario.durationNanos()),
        queue.scheduled(),
        routes.messages());
  }

  private FatalException tooManyEvents() {
    return new FatalException(
        "twin: more than %,d events after %s of %s; shorten the experiment, make it smaller, or let fewer links flap"
            .formatted(
                eventsMax,
                Quantity.time(queue.time() / SECOND * SECOND),
                Quantity.time(scenario.durationNanos())));
  }

  /** Packets that were sent and are neither delivered nor dropped yet. */
  int packetsInFlight() {
    return packets.inFlight();
  }

  private void happen(int first, int second) {
    switch (queue.event()) {
      case PACKET -> arrive(first, second);
      case TRAFFIC -> send();
      case SILENCE -> neighbours.silence(first, second);
      case HEARD -> neighbours.heard(first, second);
      case GREETED, HANDSHAKE -> neighbours.beginHandshake(first, second);
      case HANDSHAKE_ANSWER -> neighbours.answerHandshake(first, second);
      case HANDSHAKE_DONE -> neighbours.finishHandshake(first, second);
      case REKEY -> neighbours.rekey(first);
      case ROUTING_NEWS -> routes.news(first, second);
      case ROUTING_ACTS -> routes.act(first, second);
      case POLICY_PUBLISHED -> policies.publish();
      case POLICY -> policies.arrive(first, second);
      case POLICY_SYNC -> policies.sync(first);
      case FAULT -> change(() -> faults.begin(first, second));
      case FAULT_ENDS -> change(() -> faults.end(first, second));
      case REPAIR_PROBE -> repairs.probe(first);
      case WINDOW -> endWindow();
    }
  }

  private void change(Runnable faultChanges) {
    BitSet before = (BitSet) world.alive.clone();
    faultChanges.run();
    BitSet restarted = (BitSet) world.alive.clone();
    restarted.andNot(before);
    restarted.stream().forEach(routes::restarted);
    neighbours.worldChanged();
    repairs.worldChanged();
  }

  private void send() {
    traffic.scheduleNext();
    traffic.draw();
    // What no live path could carry is nobody's loss.
    if (world.areConnected(traffic.source(), traffic.destination())) {
      int slot = packets.take();
      packets.source[slot] = traffic.source();
      packets.destination[slot] = traffic.destination();
      packets.bytes[slot] = traffic.bytes();
      packets.hops[slot] = 0;
      packets.sentAt[slot] = world.now();
      packets.firstSeen[slot] = Routes.NONE;
      packets.lastSeen[slot] = Routes.NONE;
      forward(slot, traffic.source(), Routes.NONE);
    }
  }

  private void arrive(int slot, int link) {
    int node = graph.target[link];
    int source = packets.source[slot];
    packets.hops[slot]++;
    if (!world.alive.get(node) || policies.refuses(node, source)) {
      drop(slot);
    } else if (node == packets.destination[slot]) {
      measurements.delivered(packets.sentAt[slot], world.now(), packets.hops[slot]);
      anonymity.delivered(packets, slot);
      packets.free(slot);
    } else {
      forward(slot, node, link);
    }
  }

  private void forward(int slot, int node, int cameBy) {
    int link = routes.next(node, packets.destination[slot]);
    if (link == Routes.NONE || packets.hops[slot] >= hopsMax) {
      drop(slot);
      return;
    }
    long ready = medium.compute(node, workNanos);
    long arrival = medium.sendPacket(link, packets.bytes[slot], ready);
    if (arrival == Medium.LOST) {
      drop(slot);
      return;
    }
    if (cameBy != Routes.NONE) {
      anonymity.relayed(packets, slot, cameBy, link);
    }
    queue.schedule(arrival, Event.PACKET, slot, link);
  }

  private void drop(int slot) {
    // As above: its end may have died, or been cut off, while it was on its way.
    if (world.areConnected(packets.source[slot], packets.destination[slot])) {
      measurements.lost(packets.sentAt[slot]);
    }
    packets.free(slot);
  }

  private void endWindow() {
    measurements.endWindow(
        world.now(), anonymity.windowRiskPpm(), policies.consistencyPpm(), stability.windowPpm());
    queue.schedule(world.now() + scenario.windowNanos(), Event.WINDOW, 0, 0);
  }
}
