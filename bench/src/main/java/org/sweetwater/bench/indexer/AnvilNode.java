package org.sweetwater.bench.indexer;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetwater.bench.ProcessorTime;
import org.sweetwater.bench.Progress;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.Anvil;

/**
 * Anvil with the workload in real blocks: one transaction in each, to code that emits what its call
 * data says, at the ballot's address.
 */
record AnvilNode(Anvil anvil) implements Node {
  /**
   * For each record of the call data, LOG3 or LOG4 of it: a word with the length of the event's
   * data, four words of topics of which the last may be 0, and the data.
   *
   * <pre>
   * PUSH0 :loop CALLDATASIZE DUP2 LT @go JUMPI STOP
   * :go    DUP1 CALLDATALOAD DUP1 DUP3 PUSH1 a0 ADD PUSH0 CALLDATACOPY
   *        DUP2 PUSH1 80 ADD CALLDATALOAD DUP1 @four JUMPI POP
   *        DUP2 PUSH1 60 ADD CALLDATALOAD DUP3 PUSH1 40 ADD CALLDATALOAD DUP4 PUSH1 20 ADD CALLDATALOAD
   *        DUP4 PUSH0 LOG3 @next JUMP
   * :four  DUP3 PUSH1 60 ADD CALLDATALOAD DUP4 PUSH1 40 ADD CALLDATALOAD DUP5 PUSH1 20 ADD CALLDATALOAD
   *        DUP5 PUSH0 LOG4
   * :next  ADD PUSH1 a0 ADD @loop JUMP
   * </pre>
   */
  private static final String EMITTER =
      "0x5f5b368110600957005b8035808260a0015f3781608001358060325750816060013582604001358360200135"
          + "835fa36045565b826060013583604001358460200135845fa45b0160a001600156";

  /** A block has room for exactly one transaction. */
  private static final String GAS = "0x1e8480";

  private static final int MINED_AT_ONCE = 500;
  private static final String NO_TOPIC = "0".repeat(64);

  static AnvilNode start(Workload workload) {
    Anvil anvil =
        Anvil.start(
            "--no-mining",
            "--gas-limit",
            Long.toString(Long.decode(GAS)),
            "--base-fee",
            "0",
            "--order",
            "fifo",
            "--prune-history");
    try {
      fill(anvil, workload);
      return new AnvilNode(anvil);
    } catch (RuntimeException e) {
      anvil.close();
      throw e;
    }
  }

  /** Puts the code there that emits events. */
  static void setCode(Anvil anvil) {
    for (Address contract :
        List.of(
            Workload.DEPLOYMENT.registry(),
            Workload.DEPLOYMENT.ballot(),
            Workload.DEPLOYMENT.cradle(),
            Workload.DEPLOYMENT.canary())) {
      anvil.rpc("anvil_setCode", contract.lowerHex(), EMITTER);
    }
  }

  private static void fill(Anvil anvil, Workload workload) {
    setCode(anvil);
    String sender = anvil.rpc("eth_accounts").get(0).textValue();
    for (int number = 1; number <= workload.blocks(); number++) {
      anvil.rpc("eth_sendTransaction", transaction(sender, number, workload.block(number)));
      if (number % MINED_AT_ONCE == 0) {
        anvil.mine(MINED_AT_ONCE);
        Progress.say("anvil mined %,d blocks of %,d".formatted(number, workload.blocks()));
      }
    }
    anvil.mine(workload.blocks() % MINED_AT_ONCE);
    long head = Long.decode(anvil.rpc("eth_blockNumber").textValue());
    if (head != workload.blocks()) {
      throw new IllegalStateException(
          "anvil: expected %d blocks, found %d".formatted(workload.blocks(), head));
    }
  }

  /** The transaction with this number, from 1, of a sender that had none before. */
  static Map<String, String> transaction(
      String sender, int number, List<Workload.Emission> events) {
    StringBuilder data = new StringBuilder("0x");
    for (Workload.Emission event : events) {
      data.append("%064x".formatted(event.data().length() / 2));
      Stream.concat(event.topics().stream(), Stream.of(NO_TOPIC)).limit(4).forEach(data::append);
      data.append(event.data());
    }
    return Map.of(
        "from",
        sender,
        "to",
        Workload.DEPLOYMENT.ballot().lowerHex(),
        "gas",
        GAS,
        "gasPrice",
        "0x0",
        "nonce",
        "0x" + Integer.toHexString(number - 1),
        "data",
        data.toString());
  }

  @Override
  public URI url() {
    return anvil.url();
  }

  @Override
  public double cpuSeconds() {
    return ProcessorTime.ofChildren(name -> name.endsWith("/anvil"));
  }

  @Override
  public void close() {
    anvil.close();
  }
}
