package org.sweetwater.oracle.cradle.twin;

/** The Poisson process of all packets, and whom each is from and for. */
final class Traffic {
  private final World world;
  private final Network.Traffic traffic;
  private final SeededRandom random;
  private final int[] gateways;
  private final double meanGapNanos;

  private int source;
  private int destination;
  private int bytes;

  Traffic(World world, Seeds seeds) {
    this.world = world;
    this.traffic = world.network.traffic();
    this.random = seeds.stream("traffic");
    int nodes = world.graph.nodes;
    this.gateways = seeds.stream("gateways").draw(Math.min(traffic.gateways(), nodes / 2), nodes);
    this.meanGapNanos = 1e12 / ((double) traffic.milliPacketsPerSecond() * nodes);
  }

  /** Schedules the next packet. */
  void scheduleNext() {
    world.queue.schedule(world.now() + random.exponential(meanGapNanos), Event.TRAFFIC, 0, 0);
  }

  /** Draws source, destination and length of the packet that comes to be now. */
  void draw() {
    int nodes = world.graph.nodes;
    source = random.below(nodes);
    destination = random.below(nodes - 1);
    destination += destination >= source ? 1 : 0;
    if (gateways.length > 0 && random.chance(traffic.gatewayPpm())) {
      int gateway = gateways[random.below(gateways.length)];
      if (gateway != source && gateway != destination) {
        boolean isUp = random.below(2) == 0;
        source = isUp ? source : gateway;
        destination = isUp ? gateway : destination;
      }
    }
    bytes =
        switch (traffic.sizes()) {
          case FIXED -> traffic.bytes();
          case EXPONENTIAL -> (int) Math.max(1, random.exponential(traffic.bytes()));
        };
  }

  int source() {
    return source;
  }

  int destination() {
    return destination;
  }

  int bytes() {
    return bytes;
  }
}
