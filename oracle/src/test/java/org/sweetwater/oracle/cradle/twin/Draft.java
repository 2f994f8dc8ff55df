package org.sweetwater.oracle.cradle.twin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.sweetwater.wrappers.Hash32;

/** A network to be changed at will before it is made: quiet, quick and without loss at first. */
final class Draft {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1_000 * MILLI;
  static final long HOUR = 3_600 * SECOND;

  Topology topology = new Topology.RandomRegular(24, 4);
  long latencyMinNanos = 2 * MILLI;
  long latencyMaxNanos = 20 * MILLI;
  long bitsPerSecond = 10_000_000;
  int lossPpm = 0;
  int queueBytes = 1_000_000;
  int retries = 0;
  Network.Routing.Protocol protocol = Network.Routing.Protocol.LINK_STATE;
  Network.Routing.Cost cost = Network.Routing.Cost.HOPS;
  long helloNanos = 250 * MILLI;
  int deadHellos = 4;
  long reactionNanos = 50 * MILLI;
  long retransmitNanos = SECOND;
  int hopsMax = 64;
  HandshakeSuite suite = HandshakeSuite.X25519;
  long rekeyNanos = 24 * HOUR;
  long timeoutNanos = SECOND;
  long packetNanos = 0;
  long checkNanos = 0;
  long publishNanos = 24 * HOUR;
  long syncNanos = 24 * HOUR;
  long graceNanos = 0;
  boolean isStrict = false;
  int milliPacketsPerSecond = 2_000;
  int bytes = 1_000;
  Network.Traffic.Sizes sizes = Network.Traffic.Sizes.FIXED;
  int gateways = 0;
  int gatewayPpm = 0;
  int adversaryPpm = 0;

  static Network network(Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return draft.network();
  }

  /** A run of so many seconds, measured from the start, in windows of 5 s. */
  static Scenario scenario(long seconds, Consumer<Draft> change, Chaos... chaos) {
    return new Scenario(network(change), List.of(chaos), seconds * SECOND, 0, 5 * SECOND);
  }

  static Hash32 seed(long number) {
    return Hash32.keccak(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
  }

  static Seeds seeds(long number) {
    return new Seeds(seed(number));
  }

  static Graph graph(Network network, long seed) {
    return Topologies.draw(network.topology(), network.links(), seeds(seed).stream("topology"));
  }

  private Network network() {
    return new Network(
        topology,
        new Network.Links(
            latencyMinNanos, latencyMaxNanos, bitsPerSecond, lossPpm, queueBytes, retries),
        new Network.Routing(
            protocol, cost, helloNanos, deadHellos, reactionNanos, retransmitNanos, hopsMax),
        new Network.Handshake(suite, rekeyNanos, timeoutNanos, packetNanos),
        new Network.Policy(checkNanos, publishNanos, syncNanos, graceNanos, isStrict),
        new Network.Traffic(milliPacketsPerSecond, bytes, sizes, gateways, gatewayPpm),
        adversaryPpm);
  }
}
