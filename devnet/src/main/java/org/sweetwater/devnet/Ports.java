package org.sweetwater.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The TCP ports of one devnet on 127.0.0.1.
 *
 * @param chainWs the chain's WebSocket, {@code chainP2p} its port for peers; only Besu has them
 */
record Ports(int chain, int database, int hub, int indexer, int oracle, int chainWs, int chainP2p) {
  private static final int COUNT = 7;

  /** Seven ports in a row from {@code base}; base 0 picks seven free ones. */
  static Ports from(int base) {
    if (base == 0) {
      return new Ports(free(), free(), free(), free(), free(), free(), free());
    }
    if (base < 1024 || base > 65_536 - COUNT) {
      throw new DevnetException(
          "--port-base %d: expected 0 (any free ports) or 1024 to %d"
              .formatted(base, 65_536 - COUNT));
    }
    return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6);
  }

  /**
   * Checks that nobody listens on the ports.
   *
   * @throws DevnetException naming the first port that is taken
   */
  void requireFree(ChainChoice choice, boolean withDatabase) {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    if (!(choice instanceof ChainChoice.Foreign)) {
      wanted.put("chain", chain);
    }
    if (choice instanceof ChainChoice.Besu) {
      wanted.put("chain's WebSocket", chainWs);
      wanted.put("chain's peers", chainP2p);
    }
    if (withDatabase) {
      wanted.put("database", database);
    }
    wanted.put("hub", hub);
    wanted.put("indexer", indexer);
    wanted.put("oracle", oracle);
    wanted.forEach(
        (name, port) -> {
          if (!isFree(port)) {
            throw new DevnetException(
                "port %d (%s) is in use; stop what listens there, or choose others with --port-base"
                    .formatted(port, name));
          }
        });
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DevnetException("no free port on 127.0.0.1: " + e.getMessage(), e);
    }
  }
}
