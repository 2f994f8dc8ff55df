package org.sweetwater.bench.indexer;

import java.net.URI;
import java.util.SplittableRandom;
import org.sweetwater.wrappers.chain.Anvil;

/**
 * Anvil that makes a block of the workload for each transaction, and the moments at which it
 * announced them to us.
 */
final class HeadChain implements AutoCloseable {
  private static final String HEADS =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";
  private static final String NUMBER = "\"number\":\"0x";

  /** Between two blocks, at random, so that nobody falls into step with them. */
  private static final int PAUSE_MILLIS_LEAST = 60;

  private static final int PAUSE_MILLIS_MOST = 140;

  private final Anvil anvil;
  private final Workload workload;
  private final String sender;
  private final Moments announced = new Moments();
  private final TextSocket heads;
  private final SplittableRandom random = new SplittableRandom(1);
  private int mined;

  private HeadChain(Anvil anvil, Workload workload) {
    this.anvil = anvil;
    this.workload = workload;
    this.sender = anvil.rpc("eth_accounts").get(0).textValue();
    this.heads =
        TextSocket.open(wsUrl(), (from, message, nanos) -> announced.put(number(message), nanos));
    heads.send(HEADS);
  }

  static HeadChain start(Workload workload) {
    Anvil anvil = Anvil.start("--base-fee", "0");
    try {
      AnvilNode.setCode(anvil);
      return new HeadChain(anvil, workload);
    } catch (RuntimeException e) {
      anvil.close();
      throw e;
    }
  }

  URI url() {
    return anvil.url();
  }

  URI wsUrl() {
    return URI.create(anvil.url().toString().replaceFirst("^http", "ws"));
  }

  Moments announced() {
    return announced;
  }

  /** Makes the next block, and returns its number. */
  long mine() {
    mined++;
    anvil.rpc("eth_sendTransaction", AnvilNode.transaction(sender, mined, workload.block(mined)));
    return mined;
  }

  /** The same after a while of quiet. */
  long mineAfterPause() throws InterruptedException {
    Thread.sleep(random.nextInt(PAUSE_MILLIS_LEAST, PAUSE_MILLIS_MOST));
    return mine();
  }

  private static long number(String message) {
    int at = message.indexOf(NUMBER);
    if (at < 0) {
      return -1; // The answer to the subscription.
    }
    int from = at + NUMBER.length();
    return Long.parseLong(message.substring(from, message.indexOf('"', from)), 16);
  }

  @Override
  public void close() {
    heads.close();
    anvil.close();
  }
}
