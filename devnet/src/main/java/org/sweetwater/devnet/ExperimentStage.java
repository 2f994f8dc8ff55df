package org.sweetwater.devnet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.Attestor;
import org.sweetwater.oracle.cradle.CradleCalls;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;
import org.sweetwater.oracle.message.SigningKey;
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

  private final Network network;
  private final Narrator narrator;
  private final ExperimentSpec spec = readSpec();

  ExperimentStage(Network network, Narrator narrator) {
    this.network = network;
    this.narrator = narrator;
  }

  private static ExperimentSpec readSpec() {
    try (InputStream in = ExperimentStage.class.getResourceAsStream("experiment.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks experiment.yaml");
      }
      return ExperimentFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | InvalidSpecException e) {
      throw new IllegalStateException("experiment.yaml: " + e.getMessage(), e);
    }
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
    return new Passed(id, spec.specHash(), result.resultHash());
  }

  private Hash32 submit(Wallet wallet) throws InterruptedException {
    Receipt receipt =
        wallet.send(
            network.deployment().cradle(),
            CradleCalls.submit(spec.changeHash(), spec.specHash(), spec.thresholds()));
    Hash32 id = receipt.logs().getFirst().topics().get(1);
    narrator.say("experiment %s: %s", id, String.join(", ", spec.changeLines()));
    narrator.say("transaction %s", receipt.transactionHash());
    return id;
  }

  private Hash32 latchSeed(Wallet wallet, Hash32 id) throws InterruptedException {
    long ready = network.chain().blockNumber() + SEED_BLOCKS + 1;
    Patience.await(
        "the block that gives the seed",
        SEED_MAX,
        () -> network.chain().blockNumber() >= ready ? Optional.of(ready) : Optional.empty());
    Receipt receipt = wallet.send(network.deployment().cradle(), CradleCalls.latchSeed(id));
    Bytes data = receipt.logs().getFirst().data();
    Hash32 seed = Hash32.of(data.bytes());
    narrator.say("seed %s, from the hash of a block that nobody could know", seed);
    return seed;
  }

  private ExperimentResult attest(Wallet wallet, Hash32 id, Hash32 seed)
      throws InterruptedException {
    List<Attestor.Attestation> attestations =
        Accounts.attestors().stream()
            .limit(ATTESTATIONS)
            .map(this::attestor)
            .map(attestor -> attestor.attest(id, seed, spec, done -> {}))
            .toList();
    ExperimentResult result = attestations.getFirst().result();
    Receipt receipt =
        wallet.send(
            network.deployment().cradle(),
            CradleCalls.attest(
                result, attestations.stream().map(Attestor.Attestation::signature).toList()));
    narrator.say(
        "%d of %d attestors ran %d seeds each and signed result %s",
        ATTESTATIONS, Accounts.ATTESTORS, ExperimentResult.RUNS, result.resultHash());
    narrator.say("transaction %s, gas %,d", receipt.transactionHash(), receipt.gasUsed());
    return result;
  }

  private Attestor attestor(Credentials key) {
    return new Attestor(
        SigningKey.of(Hash32.fromUnsigned(key.getEcKeyPair().getPrivateKey()).bytes()),
        network.deployment().chainId(),
        network.deployment().cradle());
  }

  /** The bytes of an approval: what the ballot will carry. */
  static Bytes approvalOf(Passed passed) {
    return CradleCalls.approve(passed.id(), passed.specHash(), passed.resultHash());
  }
}
