package org.sweetwater.oracle.cradle.spec;

import org.sweetwater.oracle.cradle.twin.HandshakeSuite;
import org.sweetwater.oracle.cradle.twin.Network;

/** How production is set up: what a specification leaves out. The schema says the same in words. */
final class Production {
  private static final long MICRO = 1_000L;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  static final Network.Links LINKS =
      new Network.Links(2 * MILLI, 15 * MILLI, 20_000_000, 5_000, 64_000, 3);

  static final Network.Routing ROUTING =
      new Network.Routing(
          Network.Routing.Protocol.LINK_STATE,
          Network.Routing.Cost.LATENCY,
          500 * MILLI,
          4,
          50 * MILLI,
          500 * MILLI,
          64);

  static final Network.Handshake HANDSHAKE =
      new Network.Handshake(HandshakeSuite.X25519, 120 * SECOND, 5 * SECOND, 20 * MICRO);

  static final Network.Policy POLICY =
      new Network.Policy(5 * MICRO, 60 * SECOND, 10 * SECOND, 10 * SECOND, false);

  static final Network.Traffic TRAFFIC =
      new Network.Traffic(2_000, 512, Network.Traffic.Sizes.FIXED, 0, 0);

  static final int ADVERSARY_PPM = 50_000;

  private Production() {}
}
