package org.sweetwater.wrappers.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that answers as Besu 26.8.0 was observed to, in front of a private anvil that makes the
 * blocks: gas-free, one-second blocks, Osaka, nobody has money, and none of anvil's own methods.
 *
 * <p>docs/besu.md lists what it imitates. It is stricter than anvil wherever the two differ; it
 * proves nothing about Besu beyond that list.
 */
public final class FakeBesu implements AutoCloseable {
  /** The chain id that development networks of Besu use. */
  public static final long CHAIN_ID = 1337;

  /** Besu's {@code --rpc-http-max-active-connections}: the next one is reset. */
  public static final int CONNECTIONS_MAX = 80;

  private final Anvil anvil;
  private final FakeBesuRules rules;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reset = new AtomicInteger();

  private FakeBesu(Anvil anvil, int port) {
    this.anvil = anvil;
    this.rules = new FakeBesuRules(new FakeBesuUpstream(anvil.url()));
    try {
      this.listener = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      anvil.close();
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().name("fake-besu").start(this::accept);
  }

  /** Starts one on a free port. */
  public static FakeBesu start() {
    return start(0);
  }

  /** Starts one on this port; 0 takes a free one. */
  public static FakeBesu start(int port) {
    Anvil anvil =
        Anvil.start(
            "--chain-id",
            Long.toString(CHAIN_ID),
            "--hardfork",
            "osaka",
            "--base-fee",
            "0",
            "--gas-price",
            "0",
            "--gas-limit",
            "9007199254740991",
            // A chain has no contract that nobody deployed.
            "--disable-default-create2-deployer",
            "--balance",
            "0",
            "--block-time",
            "1");
    return new FakeBesu(anvil, port);
  }

  /** Where it answers. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Where it answers, with the usual time-outs. */
  public RpcEndpoint endpoint() {
    return RpcEndpoint.of(url());
  }

  /** The anvil behind it, for what a test must arrange; no code under test may speak to it. */
  public Anvil anvil() {
    return anvil;
  }

  /** How many connections were reset for being one too many. */
  public int connectionsReset() {
    return reset.get();
  }

  /** Forgets the state that is older than this many blocks, as BONSAI does after some 512. */
  public void keepStateOf(long blocks) {
    rules.keepStateOf(blocks);
  }

  /** Sets the widest log query, last block minus first; Besu's default is 5,000. */
  public void allowRangesOf(long blocks) {
    rules.allowRangesOf(blocks);
  }

  /** What a restart does to waiting transactions: the pool is not kept. */
  public void losePool() {
    rules.losePool();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        if (open.size() >= CONNECTIONS_MAX) {
          reset.incrementAndGet();
          // Without lingering, closing sends a reset.
          socket.setSoLinger(true, 0);
          socket.close();
        } else {
          open.add(socket);
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new FakeBesuConnection(socket, rules).serve();
    } catch (IOException gone) {
      // The client closed its connection, which is its right.
      return;
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      rules.close();
      anvil.close();
    }
  }
}
