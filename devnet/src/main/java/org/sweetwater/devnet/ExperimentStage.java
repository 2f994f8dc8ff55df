package org.sweetwater.devnet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.Attestor;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentSpec;
import org.sweetwater.oracle.cradle.Metrics;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Receipt;
import org.web3j.crypto.Credentials;

/** First act: a change is tried in the twin, and the contract judges the result. */
final class ExperimentStage {
  private static final Duration SEED_MAX = Duration.ofSeconds(60);
  private static final int ATTESTATIONS = 3;

  /**
   * The contract takes the hash of the second block after the submission's, so that one must exist.
   */
  private static final int SEED_BLOCKS = 2;

  private static final Metrics THRESHOLDS =
      new Metrics(100_000, 5_000, 2_000, 10_000, 990_000, 900_000);
  private static final ExperimentSpec SPEC =
      new ExperimentSpec(
          "routing.helloMillis=250", 100, 6, 2_000, 15_000, 5_000, 30_000, 250, 4, 100, 24);

  private final Network network;
  private final ContractCalls calls;
  private final Narrator narrator;

  ExperimentStage(Network network, ContractCalls calls, Narrator narrator) {
    this.network = network;
    this.calls = calls;
    this.narrator = narrator;
  }

  /** An experiment that passed, by the contract's own judgement. */
  record Passed(Hash32 id, Hash32 specHash, Hash32 resultHash) {}

  Passed play(Credentials experimenter) throws InterruptedException {
    narrator.step("An experimenter registers an experiment, its thresholds first");
    Wallet wallet = new Wallet(network.chain(), experimenter);
    Hash32 id = submit(wallet);
    Hash32 seed = latchSeed(wallet, id);
    narrator.step("Attestors repeat it and sign what they measured; the contract decides");
    ExperimentResult result = attest(wallet, id, seed);
    return new Passed(id, SPEC.specHash(), result.resultHash());
  }

  private Hash32 submit(Wallet wallet) throws InterruptedException {
    Receipt receipt =
        wallet.send(
            network.deployment().cradle(),
            calls.submit(SPEC.changeHash(), SPEC.specHash(), THRESHOLDS));
    Hash32 id = receipt.logs().getFirst().topics().get(1);
    narrator.say("experiment %s: %s", id, SPEC.change());
    narrator.say("transaction %s", receipt.transactionHash());
    return id;
  }

  private Hash32 latchSeed(Wallet wallet, Hash32 id) throws InterruptedException {
    long ready = network.chain().blockNumber() + SEED_BLOCKS + 1;
    Patience.await(
        "the block that gives the seed",
        SEED_MAX,
        () -> network.chain().blockNumber() >= ready ? Optional.of(ready) : Optional.empty());
    Receipt receipt = wallet.send(network.deployment().cradle(), calls.latchSeed(id));
    Bytes data = receipt.logs().getFirst().data();
    Hash32 seed = Hash32.of(data.bytes());
    narrator.say("seed %s, from the hash of a block that nobody could know", seed);
    return seed;
  }

  private ExperimentResult attest(Wallet wallet, Hash32 id, Hash32 seed)
      throws InterruptedException {
    ExperimentResult result = ExperimentResult.measure(id, seed, SPEC);
    List<byte[]> signatures =
        Accounts.attestors().stream()
            .limit(ATTESTATIONS)
            .map(
                key ->
                    new Attestor(
                        key, network.deployment().chainId(), network.deployment().cradle()))
            .map(attestor -> attestor.attest(id, seed, SPEC))
            .toList();
    Receipt receipt =
        wallet.send(
            network.deployment().cradle(),
            calls.attest(id, result.runs(), result.artefactHash(), signatures));
    narrator.say(
        "%d of %d attestors ran %d seeds each and signed result %s",
        ATTESTATIONS, Accounts.ATTESTORS, ExperimentResult.RUNS, result.resultHash());
    narrator.say("transaction %s, gas %,d", receipt.transactionHash(), receipt.gasUsed());
    return result;
  }

  /** The bytes of an approval: what the ballot will carry. */
  Bytes approvalOf(Passed passed) {
    return calls.approve(passed.id(), passed.specHash(), passed.resultHash());
  }
}
