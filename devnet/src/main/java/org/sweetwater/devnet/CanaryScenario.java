package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.devnet.fleet.Faults;
import org.sweetwater.devnet.fleet.Fleet;
import org.sweetwater.devnet.fleet.Growth;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.oracle.cradle.canary.CanaryCalls;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * The story of what may stay: one approved change reaches a whole fleet in four waves, another
 * breaks a tenth of the second wave's nodes and goes back by itself, a third is stopped by the
 * nodes that suffer. Every step is checked; the first that does not hold ends the story.
 */
final class CanaryScenario {
  /** The window of ordinary ballots on this network. */
  static final int VOTING_SECONDS = 12;

  /** How long each wave is observed; a node's slot is a quarter of it. */
  static final List<Integer> WAVE_SECONDS = List.of(20, 24, 32, 48);

  private static final Duration OPENING = Duration.ofSeconds(10);
  private static final Duration BALLOT_MAX = Duration.ofSeconds(90);
  private static final Duration INDEXED_MAX = Duration.ofSeconds(60);
  private static final int TOLD_EVERY_NODES = 100;
  private static final int LAST_WAVE = 4;

  /** A tenth of the wave's nodes. */
  private static final Faults BREAKS = new Faults(2, 100_000, Faults.Kind.BREAK);

  private static final Faults BREACHES = new Faults(1, 1_000_000, Faults.Kind.BREACH);

  /** Blocks between the breach that is one too many, and the way back: they are one transaction. */
  private static final long BREACH_BLOCKS_MAX = 2;

  private static final long SEED = 42;

  private final Network network;
  private final IndexerApi indexer;
  private final Roster roster;
  private final BallotStage ballots;
  private final Narrator narrator;

  CanaryScenario(
      Network network, IndexerApi indexer, MemberClient members, Roster roster, Narrator narrator) {
    this.network = network;
    this.indexer = indexer;
    this.roster = roster;
    this.ballots =
        new BallotStage(
            network,
            new ContractCalls(network.deployment()),
            members,
            narrator,
            Duration.ofSeconds(VOTING_SECONDS),
            OPENING);
    this.narrator = narrator;
  }

  /** An experiment on its way. */
  private record Change(ExperimentStage.Passed experiment, String title, Credentials author) {
    Hash32 id() {
      return experiment.id();
    }
  }

  /**
   * Plays the whole story; takes about six minutes with a thousand nodes.
   *
   * @return the account of it, read from the indexer
   */
  JsonNode play() throws InterruptedException {
    grow();
    try (Fleet fleet =
        Fleet.start(network.chain(), network.deployment(), roster, network.oracle(), SEED)) {
      return play(fleet);
    }
  }

  private void grow() throws InterruptedException {
    narrator.step("%,d simulated nodes join, by the registry's rules".formatted(roster.nodes()));
    narrator.say(
        "%d operators begin with a node each; an epoch admits a tenth more",
        roster.operators().size());
    int[] told = {0};
    new Growth(network.chain(), network.deployment(), roster, Accounts.deployer())
        .run(
            active -> {
              if (active >= told[0] + TOLD_EVERY_NODES || active == roster.nodes()) {
                told[0] = active;
                narrator.say("%,d of %,d nodes active", active, roster.nodes());
              }
            });
  }

  private JsonNode play(Fleet fleet) throws InterruptedException {
    Change good = tryOut("experiment.yaml", 0);
    Change breaks = tryOut("experiment-breaks.yaml", 1);
    Change breaches = tryOut("experiment-breach.yaml", 2);
    fleet.expect(breaks.id(), BREAKS);
    fleet.expect(breaches.id(), BREACHES);

    RolloutFollower first = follow(fleet, good);
    narrator.step("Members vote: the first change may reach waves 1 to 3");
    approve(good);
    narrator.step("The oracle rolls it out; the contract judges each wave by itself");
    first.awaitPassed(1);
    first.awaitPassed(2);
    narrator.step("While wave 3 runs, members vote about two more changes");
    RolloutFollower second = follow(fleet, breaks);
    RolloutFollower third = follow(fleet, breaches);
    BallotStage.Posted another = propose(breaks);
    BallotStage.Posted yetAnother = propose(breaches);
    vote(another);
    vote(yetAnother);
    CanaryEvent.WavePassed half = first.awaitPassed(3);

    narrator.step("A second ballot decides about everybody, bound to what wave 1 to 3 showed");
    BallotStage.Posted last = proposeFinal(good, half);
    vote(last);
    narrator.step("Meanwhile the other changes begin; the third one's first nodes see a breach");
    stopsAtTheBreach(third);
    narrator.step("A tenth of the second change's nodes break in its wave 2");
    second.awaitPassed(1);
    breaksInWave2(second);
    awaitExecuted(last);
    narrator.step("The first change reaches everybody");
    first.awaitPassed(LAST_WAVE);
    first.awaitCompleted();
    requireEverybody(fleet, good);
    return account(good, breaks, breaches);
  }

  private Change tryOut(String file, int author) throws InterruptedException {
    ExperimentStage stage = new ExperimentStage(network, narrator, file);
    Credentials experimenter = Accounts.operator(author);
    return new Change(stage.play(experimenter), stage.title(), experimenter);
  }

  private RolloutFollower follow(Fleet fleet, Change change) {
    return new RolloutFollower(network, fleet, narrator, change.id());
  }

  private void approve(Change change) throws InterruptedException {
    BallotStage.Posted proposal = propose(change);
    vote(proposal);
    awaitExecuted(proposal);
  }

  private BallotStage.Posted propose(Change change) throws InterruptedException {
    return ballots.propose(
        change.author(),
        change.title(),
        "The twin says that it helps; see experiment " + change.id() + ".",
        network.deployment().cradle(),
        ExperimentStage.approvalOf(change.experiment()));
  }

  private BallotStage.Posted proposeFinal(Change change, CanaryEvent.WavePassed half)
      throws InterruptedException {
    return ballots.propose(
        change.author(),
        change.title() + ", everywhere",
        "Waves 1 to 3 passed; see sw cradle status " + change.id() + ".",
        network.deployment().canary(),
        CanaryCalls.approveFinalWave(change.id(), half.wavesHash()));
  }

  private void vote(BallotStage.Posted proposal) throws InterruptedException {
    Patience.await("the ballot to open", BALLOT_MAX, () -> status(proposal, "Open"));
    ballots.voteQuietly(proposal);
    narrator.say("11 members voted on \"%s\"", proposal.title());
  }

  private void awaitExecuted(BallotStage.Posted proposal) throws InterruptedException {
    Patience.await(
        "ballot " + proposal.id() + " to be executed",
        BALLOT_MAX,
        () -> status(proposal, "Executed"));
    narrator.say("\"%s\": executed", proposal.title());
  }

  private Optional<Boolean> status(BallotStage.Posted proposal, String expected)
      throws InterruptedException {
    String status =
        indexer
            .query(
                "query($id: ID!) { ballot(id: $id) { status } }", Map.of("id", proposal.id().hex()))
            .at("/ballot/status")
            .asText();
    return status.equals(expected) ? Optional.of(true) : Optional.empty();
  }

  private void stopsAtTheBreach(RolloutFollower third) throws InterruptedException {
    CanaryEvent.RolledBack back = third.awaitRolledBack();
    require(back, 1, CanaryEvent.Reason.NODES_SAW_BREACH);
    long blocks = third.blocksFromBreachToRollback();
    narrator.say(
        "%d blocks after the last breach, %d after the wave began; nobody voted",
        blocks, third.blocksFromStartToRollback());
    if (blocks > BREACH_BLOCKS_MAX) {
      throw new DevnetException(
          "expected the way back within %d blocks of the breach, found %d"
              .formatted(BREACH_BLOCKS_MAX, blocks));
    }
  }

  private void breaksInWave2(RolloutFollower second) throws InterruptedException {
    require(second.awaitRolledBack(), 2, CanaryEvent.Reason.EVIDENCE);
  }

  private static void require(CanaryEvent.RolledBack back, int wave, CanaryEvent.Reason expected) {
    if (back.wave() != wave || back.reason() != expected) {
      throw new DevnetException(
          "expected a way back in wave %d for %s, found wave %d and %s"
              .formatted(wave, expected.text(), back.wave(), back.reason().text()));
    }
  }

  private void requireEverybody(Fleet fleet, Change change) {
    if (fleet.running(change.id()) != roster.nodes()) {
      throw new DevnetException(
          "expected the change on %d nodes, found it on %d"
              .formatted(roster.nodes(), fleet.running(change.id())));
    }
  }

  private JsonNode account(Change good, Change breaks, Change breaches)
      throws InterruptedException {
    narrator.step("The account, read from the indexer's GraphQL");
    Map<String, Object> variables =
        Map.of(
            "good", good.id().hex(),
            "breaks", breaks.id().hex(),
            "breaches", breaches.id().hex());
    return Patience.await(
        "the indexer to have it all",
        INDEXED_MAX,
        () ->
            Optional.of(indexer.query(RolloutReport.QUERY, variables))
                .filter(CanaryScenario::isComplete));
  }

  private static boolean isComplete(JsonNode account) {
    return account.at("/good/phase").asText().equals("Completed")
        && account.at("/breaks/rollbackReason").asText().equals("Evidence")
        && account.at("/breaches/rollbackReason").asText().equals("NodesSawBreach");
  }
}
