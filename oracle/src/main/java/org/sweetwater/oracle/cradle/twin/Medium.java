package org.sweetwater.oracle.cradle.twin;

/**
 * What it takes to compute at a node and to send over a link: both do one thing after the other, in
 * the order in which they were asked.
 */
final class Medium {
  /** In place of a time of arrival: it will not arrive. */
  static final long LOST = -1;

  private static final long NANOS = 1_000_000_000L;

  private final World world;
  private final Network.Links links;
  private final long retransmitNanos;
  private final SeededRandom packetLuck;
  private final SeededRandom messageLuck;
  private final long[] nodeFreeAt;
  private final long[] linkFreeAt;

  Medium(World world, Seeds seeds) {
    this.world = world;
    this.links = world.network.links();
    this.retransmitNanos = world.network.routing().retransmitNanos();
    this.packetLuck = seeds.stream("packet loss");
    this.messageLuck = seeds.stream("message loss");
    this.nodeFreeAt = new long[world.graph.nodes];
    this.linkFreeAt = new long[world.graph.links()];
  }

  /** When a node has done {@code nanos} of work that it is given now. */
  long compute(int node, long nanos) {
    long done = Math.max(world.now(), nodeFreeAt[node]) + nanos;
    nodeFreeAt[node] = done;
    return done;
  }

  /**
   * Sends a packet: dropped when the queue is full, lost when every sending of it is.
   *
   * @param ready when it may be sent, ns
   * @return when it arrives, or {@link #LOST}
   */
  long sendPacket(int link, int bytes, long ready) {
    long start = Math.max(ready, linkFreeAt[link]);
    long waitingBytes = bytesOf(start - ready);
    if (waitingBytes + bytes > links.queueBytes()) {
      return LOST;
    }
    return attempt(link, bytes, start, packetLuck);
  }

  /**
   * Sends a message that is told again until it arrives, as routing protocols do.
   *
   * @return when it arrives, or {@link #LOST} over a link that carries nothing
   */
  long sendMessage(int link, int bytes) {
    if (!world.carries(link)) {
      return LOST;
    }
    long waited = 0;
    long arrival = LOST;
    while (arrival == LOST) {
      // What is told again takes the link's time now, so that packets need not wait behind it.
      long start = Math.max(world.now(), linkFreeAt[link]);
      arrival = attempt(link, bytes, start, messageLuck);
      waited += arrival == LOST ? retransmitNanos : 0;
    }
    return arrival + waited;
  }

  /**
   * Sends a message in as many packets as it needs, once.
   *
   * @return when the last packet arrives, or {@link #LOST}
   */
  long sendOnce(int link, int bytes, long ready) {
    long arrival = ready;
    for (int left = bytes; left > 0; left -= MESSAGE_PACKET_BYTES) {
      long start = Math.max(ready, linkFreeAt[link]);
      long itsArrival = attempt(link, Math.min(left, MESSAGE_PACKET_BYTES), start, messageLuck);
      if (itsArrival == LOST) {
        return LOST;
      }
      // One that was sent again may arrive after those behind it.
      arrival = Math.max(arrival, itsArrival);
    }
    return arrival;
  }

  /** IPv6's least MTU, which mesh links are sure to carry (RFC 8200, section 5). */
  private static final int MESSAGE_PACKET_BYTES = 1_280;

  private long attempt(int link, int bytes, long start, SeededRandom luck) {
    long sending = bytes * 8L * NANOS / links.bitsPerSecond();
    int sendings = 1;
    int most = links.retries() + 1;
    boolean isLost = !world.carries(link);
    if (isLost) {
      sendings = most;
    }
    while (!isLost && luck.chance(world.lossPpm[link])) {
      isLost = sendings == most;
      sendings += isLost ? 0 : 1;
    }
    long sent = start + sendings * sending;
    linkFreeAt[link] = Math.max(linkFreeAt[link], sent);
    // Each sending that was lost cost a round trip until its acknowledgement was missed.
    return isLost ? LOST : sent + (2L * sendings - 1) * world.latencyNanos[link];
  }

  private long bytesOf(long nanos) {
    // At most some minutes of waiting, and 100 Gbit/s: 12.5 bytes in a nanosecond.
    return (long) ((double) nanos * links.bitsPerSecond() / (8.0 * NANOS));
  }
}
