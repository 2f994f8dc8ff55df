package org.sweetwater.devnet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.sweetwater.oracle.cradle.Attestor;
import org.sweetwater.oracle.cradle.CradleCalls;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.archive.FolderArchive;
import org.sweetwater.oracle.cradle.spec.CanonicalJson;
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
  private static final Duration DECIDED_MAX = Duration.ofSeconds(90);
  private static final int ATTESTATIONS = 3;

  private final Network network;
  private final Narrator narrator;
  private final ExperimentSpec spec;

  ExperimentStage(Network network, Narrator narrator) {
    this(network, narrator, "experiment.yaml");
  }

  /** A stage for the experiment in a file of this package. */
  ExperimentStage(Network network, Narrator narrator, String file) {
    this.network = network;
    this.narrator = narrator;
    this.spec = readSpec(file);
  }

  private static ExperimentSpec readSpec(String file) {
    try (InputStream in = ExperimentStage.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + file);
      }
      return ExperimentFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | InvalidSpecException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  /** What members read above the ballot. */
  String title() {
    return spec.metadata().title();
  }

  /** An experiment that passed, by the contract's own judgement. */
  record Passed(Hash32 id, Hash32 specHash, Hash32 resultHash) {}

  Passed play(Credentials experimenter) throws InterruptedException {
    narrator.step("An experimenter registers an experiment, its thresholds first");
    Wallet wallet = new Wallet(network.chain(), experimenter);
    Hash32 id = submit(wallet);
    Hash32 seed = awaitSeed(id);
    narrator.step("Attestors repeat it and sign what they measured; the contract decides");
    ExperimentState decided = attest(wallet, id, seed);
    return new Passed(id, decided.specHash(), decided.resultHash());
  }

  private Hash32 submit(Wallet wallet) throws InterruptedException {
    new FolderArchive(network.archive()).put(CanonicalJson.of(spec));
    Receipt receipt =
        wallet.send(
            network.deployment().cradle(),
            CradleCalls.submit(spec.changeHash(), spec.specHash(), spec.thresholds()));
    Hash32 id = CradleContract.submittedBy(receipt.logs()).orElseThrow();
    narrator.say("experiment %s: %s", id, String.join(", ", spec.changeLines()));
    narrator.say("transaction %s", receipt.transactionHash());
    return id;
  }

  private Hash32 awaitSeed(Hash32 id) throws InterruptedException {
    Hash32 seed =
        await(id, "the oracle to latch the seed", state -> !state.seed().equals(Hash32.ZERO))
            .seed();
    narrator.say("seed %s, from the hash of a block that nobody could know", seed);
    return seed;
  }

  /** The network's oracle is the last of those who must agree; it comes by itself. */
  private ExperimentState attest(Wallet wallet, Hash32 id, Hash32 seed)
      throws InterruptedException {
    List<Attestor.Attestation> attestations =
        Accounts.attestors().stream()
            .skip(1)
            .limit(ATTESTATIONS - 1)
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
        "two attestors ran %d seeds each and signed result %s",
        ExperimentResult.RUNS, result.resultHash());
    narrator.say("transaction %s, gas %,d", receipt.transactionHash(), receipt.gasUsed());
    ExperimentState decided =
        await(
            id,
            "the oracle's own attestation",
            state -> state.status() != ExperimentState.Status.RUNNING);
    if (decided.status() != ExperimentState.Status.PASSED) {
      throw new DevnetException(
          "experiment %s: expected it to pass, found %s".formatted(id, decided));
    }
    narrator.say(
        "the oracle, an attestor too, measured the same: %d of %d agree, and the experiment passed",
        ATTESTATIONS, Accounts.ATTESTORS);
    narrator.say("repeat it yourself: ./sw cradle replay %s", id);
    return decided;
  }

  private ExperimentState await(Hash32 id, String what, Predicate<ExperimentState> isThere)
      throws InterruptedException {
    CradleContract contract = new CradleContract(network.chain(), network.deployment());
    return Patience.await(what, DECIDED_MAX, () -> contract.find(id).filter(isThere));
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
