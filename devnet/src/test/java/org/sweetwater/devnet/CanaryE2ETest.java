package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetwater.devnet.fleet.Faults;
import org.sweetwater.devnet.fleet.Fleet;
import org.sweetwater.devnet.fleet.Growth;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.oracle.cradle.canary.CanaryCalls;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.cradle.canary.RolloutState;
import org.sweetwater.oracle.cradle.canary.WaveState;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * One change reaches a whole fleet, another breaks its second wave, while the oracle that carries
 * them is killed again and again: the contract ends where it would have ended anyway.
 */
final class CanaryE2ETest {
  private static final int NODES = 80;
  private static final int VOTING_SECONDS = 10;

  /** Wave 3 is the one whose oracle dies: no report is due in its first quarter. */
  private static final List<Integer> WAVE_SECONDS = List.of(16, 16, 48, 16);

  private static final Duration STEP_MAX = Duration.ofMinutes(2);
  private static final Faults BREAKS = new Faults(2, 300_000, Faults.Kind.BREAK);

  /** As the contract counts: 5, 20, 50 and 100 % of eighty nodes. */
  private static final List<Long> SIZES = List.of(4L, 16L, 40L, 80L);

  @Test
  void anOracleThatIsKilledAtEachStepChangesNothing() throws Exception {
    Roster roster = Accounts.roster(NODES);
    NetworkPlan plan = NetworkPlan.growing(roster, VOTING_SECONDS, WAVE_SECONDS);
    try (TestNetwork test = TestNetwork.start("canary-test", false, plan);
        MemberClient members = MemberClient.start(Checkout.find(), test.network().hub());
        Fleet fleet =
            Fleet.start(
                test.network().chain(),
                test.network().deployment(),
                roster,
                test.network().oracle(),
                3);
        MortalOracle oracle = new MortalOracle(test)) {
      new Growth(test.network().chain(), test.network().deployment(), roster, Accounts.deployer())
          .run(active -> {});
      oracle.start();
      Story story = new Story(test, members, fleet);

      ExperimentStage.Passed good = story.tryOut("experiment.yaml", 0);
      ExperimentStage.Passed bad = story.tryOut("experiment-breaks.yaml", 1);
      fleet.expect(bad.id(), BREAKS);
      story.approve(good, 0);
      story.approve(bad, 1);
      oracle.kill();
      oracle.start();

      story.awaitPhase(good.id(), 1, RolloutState.Phase.DRAWING);
      oracle.killAndStart();
      RolloutFollower first = story.follow(good.id());
      RolloutFollower second = story.follow(bad.id());
      first.awaitPassed(2);
      CanaryEvent.RolledBack back = second.awaitRolledBack();
      assertThat(back.wave()).isEqualTo(2);
      assertThat(back.reason()).isEqualTo(CanaryEvent.Reason.EVIDENCE);
      story.awaitPhase(good.id(), 3, RolloutState.Phase.OBSERVING);
      oracle.killAndStart();
      CanaryEvent.WavePassed half = first.awaitPassed(3);
      story.letTheLastWaveBegin(good.id(), half.wavesHash());
      oracle.killAndStart();
      first.awaitPassed(4);
      first.awaitCompleted();

      assertThat(fleet.running(good.id())).isEqualTo(NODES);
      assertThat(fleet.running(bad.id())).isZero();
      everyWaveWasJudged(test, good.id());
      graphQlAnswersAsTheContract(test, good.id(), bad.id());
    }
  }

  private static void everyWaveWasJudged(TestNetwork test, Hash32 id) {
    CanaryContract contract =
        new CanaryContract(test.network().chain(), test.network().deployment());
    for (int number = 1; number <= SIZES.size(); number++) {
      WaveState wave = contract.wave(id, number);
      assertThat(wave.size()).as("wave %d", number).isEqualTo(SIZES.get(number - 1));
      assertThat(wave.judged()).as("wave %d", number).isEqualTo(wave.size());
    }
  }

  private static void graphQlAnswersAsTheContract(TestNetwork test, Hash32 good, Hash32 bad)
      throws InterruptedException {
    CanaryContract contract =
        new CanaryContract(test.network().chain(), test.network().deployment());
    try (IndexerApi indexer = new IndexerApi(test.network().indexer())) {
      Map<String, Object> variables =
          Map.of("good", good.hex(), "breaks", bad.hex(), "breaches", Hash32.ZERO.hex());
      JsonNode account =
          Patience.await(
              "the indexer to have both",
              Duration.ofSeconds(30),
              () ->
                  Optional.of(indexer.query(RolloutReport.QUERY, variables))
                      .filter(it -> it.at("/good/phase").asText().equals("Completed")));
      assertThat(account.at("/breaks/rollbackReason").asText()).isEqualTo("Evidence");
      isTheSame(contract, good, account.path("good"));
      isTheSame(contract, bad, account.path("breaks"));
    }
  }

  private static void isTheSame(CanaryContract contract, Hash32 id, JsonNode rollout) {
    assertThat(rollout.path("wavesHash").asText())
        .isEqualTo(contract.rollout(id).wavesHash().hex());
    for (JsonNode row : rollout.path("waves")) {
      WaveState wave = contract.wave(id, row.path("number").asInt());
      assertThat(row.path("size").asLong()).isEqualTo(wave.size());
      assertThat(row.path("judged").asLong()).isEqualTo(wave.judged());
      assertThat(row.path("failures").asLong()).isEqualTo(wave.failures());
    }
  }

  /** What members and nodes do. */
  private record Story(TestNetwork test, MemberClient members, Fleet fleet) {
    ExperimentStage.Passed tryOut(String file, int author) throws InterruptedException {
      return new ExperimentStage(test.network(), test.narrator(), file)
          .play(Accounts.operator(author));
    }

    RolloutFollower follow(Hash32 id) {
      return new RolloutFollower(test.network(), fleet, test.narrator(), id);
    }

    /** Posts a proposal and the votes on it; the oracle does the rest. */
    void approve(ExperimentStage.Passed experiment, int author) throws InterruptedException {
      vote(
          Accounts.operator(author),
          "Approve " + experiment.id(),
          test.network().deployment().cradle(),
          ExperimentStage.approvalOf(experiment));
    }

    void letTheLastWaveBegin(Hash32 id, Hash32 wavesHash) throws InterruptedException {
      vote(
          Accounts.operator(2),
          "Everywhere " + id,
          test.network().deployment().canary(),
          CanaryCalls.approveFinalWave(id, wavesHash));
    }

    private void vote(Credentials author, String title, Address target, Bytes data)
        throws InterruptedException {
      BallotStage stage =
          new BallotStage(
              test.network(),
              new ContractCalls(test.network().deployment()),
              members,
              test.narrator(),
              Duration.ofSeconds(VOTING_SECONDS),
              Duration.ofSeconds(12));
      BallotStage.Posted proposal = stage.propose(author, title, "As the twin says.", target, data);
      awaitOpen(proposal.id());
      stage.voteQuietly(proposal);
    }

    /** An oracle that died before it opened the ballot would come back too late for its window. */
    private void awaitOpen(Hash32 proposal) throws InterruptedException {
      try (IndexerApi indexer = new IndexerApi(test.network().indexer())) {
        Patience.await(
            "the ballot to open",
            STEP_MAX,
            () ->
                Optional.of(
                        indexer.query(
                            "query($id: ID!) { ballot(id: $id) { status } }",
                            Map.of("id", proposal.hex())))
                    .filter(answer -> answer.at("/ballot/status").asText().equals("Open")));
      }
    }

    void awaitPhase(Hash32 id, int wave, RolloutState.Phase phase) throws InterruptedException {
      CanaryContract contract =
          new CanaryContract(test.network().chain(), test.network().deployment());
      Patience.await(
          "wave %d of %s".formatted(wave, id),
          STEP_MAX,
          () ->
              Optional.of(contract.rollout(id))
                  .filter(now -> now.wave() == wave && now.phase() == phase));
    }
  }

  /** An oracle in a process of its own that comes back after each death. */
  private static final class MortalOracle implements AutoCloseable {
    private final TestNetwork test;
    private Optional<OracleProcess> present = Optional.empty();

    MortalOracle(TestNetwork test) {
      this.test = test;
    }

    void start() throws Exception {
      present = Optional.of(OracleProcess.start(test.folder()));
    }

    void kill() throws InterruptedException {
      present.orElseThrow().kill();
      present = Optional.empty();
    }

    void killAndStart() throws Exception {
      kill();
      start();
    }

    @Override
    public void close() {
      present.ifPresent(OracleProcess::close);
    }
  }
}
