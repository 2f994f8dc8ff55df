package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * The story that shows the network at work: an experiment passes, members vote on Snapshot, the
 * contract counts their signatures and approves it. Every step is checked; the first that does not
 * hold ends the story with an exception.
 */
final class Scenario {
  /** How long the oracle may take to open a ballot before its window can no longer fit. */
  private static final Duration OPENING = Duration.ofSeconds(10);

  private static final Duration OPEN_MAX = Duration.ofSeconds(30);
  private static final Duration END_MAX = Duration.ofSeconds(90);
  private static final Duration NOTED_MAX = Duration.ofSeconds(30);

  /** Whose node the lying proposal would suspend. */
  private static final int LIAR_VICTIM = 5;

  private static final Set<String> FINAL = Set.of("Executed", "Rejected", "Vetoed");

  private final Network network;
  private final IndexerApi indexer;
  private final ContractCalls calls;
  private final ExperimentStage experiments;
  private final AdmissionStage admissions;
  private final BallotStage ballots;
  private final Narrator narrator;

  Scenario(Network network, IndexerApi indexer, MemberClient members, Narrator narrator) {
    this.network = network;
    this.indexer = indexer;
    this.calls = new ContractCalls(network.deployment());
    this.experiments = new ExperimentStage(network, narrator);
    this.admissions = new AdmissionStage(network, calls, narrator);
    this.ballots = new BallotStage(network, calls, members, narrator, OPENING);
    this.narrator = narrator;
  }

  /**
   * Plays the whole story; takes about a minute, most of it the voting window.
   *
   * @return the account of it, read from the indexer
   */
  JsonNode play() throws InterruptedException {
    Credentials author = Accounts.operator(0);
    ExperimentStage.Passed experiment = experiments.play(author);

    narrator.step("An author signs a Snapshot proposal that commits to Cradle.approve");
    BallotStage.Posted proposal =
        ballots.propose(
            author,
            "Greet neighbours every 250 ms",
            "The twin repairs routes within the limit; see experiment " + experiment.id() + ".",
            network.deployment().cradle(),
            ExperimentStage.approvalOf(experiment));
    Address victim = Accounts.addressOf(Accounts.nodeKey(LIAR_VICTIM));
    BallotStage.Posted lie = ballots.proposeLie(Accounts.operator(1), victim);
    awaitOpen(proposal);

    narrator.step("Members sign votes with the public Snapshot client");
    ballots.vote(proposal);
    admissions.play();
    expose(lie);

    narrator.step("The window ends");
    ballots.voteLate(proposal);
    narrator.step("The author deletes the proposal from the hub");
    ballots.delete(author, proposal);

    narrator.step("The oracle relays; the contract counts, closes and executes");
    narrator.say("waiting for the grace after the end, then for the delay before execution");
    awaitStatus(proposal, "Executed");
    refuseSecondExecution(proposal);
    awaitStatus(lie, "Rejected");
    return account(proposal, lie, experiment);
  }

  private void awaitOpen(BallotStage.Posted proposal) throws InterruptedException {
    JsonNode ballot =
        Patience.await("the ballot to open", OPEN_MAX, () -> find(proposal.id(), Set.of("Open")));
    narrator.say(
        "the oracle opened the ballot: transaction %s", ballot.path("transactionHash").asText());
  }

  private void expose(BallotStage.Posted lie) throws InterruptedException {
    narrator.step("A title that lies is exposed by the call that the contract emitted");
    JsonNode ballot =
        Patience.await("the liar's ballot", OPEN_MAX, () -> find(lie.id(), Set.of("Open")));
    narrator.say("title: \"%s\"", lie.title());
    narrator.say("call:  %s", ElectionReport.call(ballot.path("call")));
    if (!ballot.at("/call/function").asText().equals("suspendByBallot")) {
      throw new DevnetException(
          "expected the decoded call suspendByBallot, found " + ballot.path("call"));
    }
  }

  private void awaitStatus(BallotStage.Posted proposal, String status) throws InterruptedException {
    JsonNode ballot =
        Patience.await(
            "ballot " + proposal.id() + " to end", END_MAX, () -> find(proposal.id(), FINAL));
    if (!ballot.path("status").asText().equals(status)) {
      throw new DevnetException(
          "ballot %s: expected status %s, found %s"
              .formatted(proposal.id(), status, ballot.path("status").asText()));
    }
    narrator.say("\"%s\": %s", proposal.title(), status.toLowerCase(Locale.ROOT));
  }

  private Optional<JsonNode> find(Hash32 id, Set<String> statuses) throws InterruptedException {
    JsonNode ballot =
        indexer
            .query(
                "query($id: ID!) { ballot(id: $id) { status transactionHash call { contract function arguments { name type value } } } }",
                Map.of("id", id.hex()))
            .path("ballot");
    return statuses.contains(ballot.path("status").asText())
        ? Optional.of(ballot)
        : Optional.empty();
  }

  private void refuseSecondExecution(BallotStage.Posted proposal) {
    String refusal =
        new Wallet(network.chain(), Accounts.stranger())
            .refusalOf(network.deployment().ballot(), calls.execute(proposal.id()))
            .orElseThrow(() -> new DevnetException("the ballot would execute a second time"));
    narrator.say("a second execution: refused, since it is executed: %s", refusal);
  }

  private JsonNode account(
      BallotStage.Posted proposal, BallotStage.Posted lie, ExperimentStage.Passed experiment)
      throws InterruptedException {
    narrator.step("The account, read from the indexer's GraphQL");
    Map<String, Object> variables =
        Map.of(
            "ballot", proposal.id().hex(),
            "proposal", proposal.id().hex(),
            "liar", lie.id().hex(),
            "experiment", experiment.id().hex());
    return Patience.await(
        "the oracle to note what its transactions cost",
        NOTED_MAX,
        () ->
            Optional.of(indexer.query(ElectionReport.QUERY, variables))
                .filter(Scenario::isComplete));
  }

  /** The oracle reads a receipt some moments after the indexer reads the block. */
  private static boolean isComplete(JsonNode account) {
    return StreamSupport.stream(account.path("relayTransactions").spliterator(), false)
        .anyMatch(
            sent -> sent.path("kind").asText().equals("execute") && sent.hasNonNull("blockNumber"));
  }
}
