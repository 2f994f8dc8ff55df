package org.sweetwater.indexer;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.indexer.decode.MetricSet;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.indexer.decode.RollbackReason;
import org.sweetwater.indexer.decode.UnknownEvent;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Random events that can follow on the state of a {@link ReferenceModel}, from small sets of
 * accounts, so that the same things change again and again.
 */
final class FakeWorld {
  private static final int ACCOUNTS = 8;
  private static final List<Choice> CHOICES = List.of(Choice.values());
  private static final int TRIES_MAX = 50;

  private final Random random;
  private final Instant now;
  private final long blockNumber;
  private final ReferenceModel model = new ReferenceModel();

  FakeWorld(Random random, Instant now, long blockNumber) {
    this.random = random;
    this.now = now;
    this.blockNumber = blockNumber;
  }

  ReferenceModel model() {
    return model;
  }

  /** The events of one more thing that happened; they are applied to the model. */
  List<ContractEvent> next() {
    List<Supplier<List<ContractEvent>>> things =
        List.of(
            this::admit,
            this::revoke,
            this::register,
            this::activate,
            this::suspend,
            this::reinstate,
            this::leave,
            this::rotateKey,
            this::setTrack,
            this::list,
            this::openBallot,
            this::count,
            this::count,
            this::count,
            this::extendCount,
            this::close,
            this::execute,
            this::veto,
            this::setAttestors,
            this::submit,
            this::latch,
            this::attest,
            this::attest,
            this::decide,
            this::approve,
            this::announce,
            this::announce,
            this::draw,
            this::draw,
            this::report,
            this::report,
            this::silence,
            this::judge,
            this::pass,
            this::approveFinalWave,
            this::pause,
            this::heartbeat,
            this::breach,
            this::rollBack,
            () -> List.of(new UnknownEvent()));
    for (int i = 0; i < TRIES_MAX; i++) {
      List<ContractEvent> events = things.get(random.nextInt(things.size())).get();
      if (!events.isEmpty()) {
        events.forEach(model::apply);
        return events;
      }
    }
    throw new IllegalStateException("nothing can happen any more");
  }

  private List<ContractEvent> admit() {
    Address operator = account(1);
    return model.operators.containsKey(operator)
        ? List.of()
        : List.of(
            new RegistryEvent.OperatorAdmitted(
                operator, List.copyOf(model.operators.keySet()).stream().limit(3).toList()));
  }

  private List<ContractEvent> revoke() {
    return random.nextInt(5) > 0
        ? List.of()
        : any(model.operators, operator -> !operator.isRevoked)
            .map(
                id ->
                    and(
                        powerChange(id, -model.operator(id).active),
                        new RegistryEvent.OperatorRevoked(id)))
            .orElse(List.of());
  }

  private List<ContractEvent> register() {
    Address node = account(2);
    if (model.nodes.containsKey(node)) {
      return List.of();
    }
    return any(model.operators, operator -> !operator.isRevoked)
        .map(
            id ->
                List.<ContractEvent>of(
                    new RegistryEvent.NodeRegistered(
                        node, id, account(3), now, now.plusSeconds(20)),
                    new RegistryEvent.TelemetryKeySet(node, account(3), now)))
        .orElse(List.of());
  }

  private List<ContractEvent> activate() {
    return node("Waiting")
        .map(
            id ->
                and(
                    powerChange(operatorOf(id), 1),
                    new RegistryEvent.NodeActivated(id, operatorOf(id))))
        .orElse(List.of());
  }

  private List<ContractEvent> suspend() {
    return node("Active")
        .map(
            id ->
                and(
                    powerChange(operatorOf(id), -1),
                    random.nextBoolean()
                        ? new RegistryEvent.NodeQuarantined(id, operatorOf(id))
                        : new RegistryEvent.NodeSuspended(
                            id, operatorOf(id), new BigInteger(64, random), random.nextBoolean())))
        .orElse(List.of());
  }

  private List<ContractEvent> reinstate() {
    return node(random.nextBoolean() ? "Suspended" : "Quarantined")
        .map(
            id ->
                and(
                    powerChange(operatorOf(id), 1),
                    new RegistryEvent.NodeReinstated(id, operatorOf(id))))
        .orElse(List.of());
  }

  private List<ContractEvent> leave() {
    return random.nextInt(4) > 0
        ? List.of()
        : any(model.nodes, node -> !node.status.equals("Left"))
            .map(id -> and(leavingPower(id), new RegistryEvent.NodeLeft(id, operatorOf(id))))
            .orElse(List.of());
  }

  private List<ContractEvent> leavingPower(Address node) {
    boolean hasVoice =
        model.node(node).status.equals("Active") && !model.operator(operatorOf(node)).isRevoked;
    return hasVoice ? powerChange(operatorOf(node), -1) : List.of();
  }

  private List<ContractEvent> rotateKey() {
    return any(model.nodes, node -> !node.status.equals("Left"))
        .map(id -> List.<ContractEvent>of(new RegistryEvent.TelemetryKeySet(id, account(3), now)))
        .orElse(List.of());
  }

  private List<ContractEvent> setTrack() {
    int track = 1 + random.nextInt(3);
    long version = model.trackVersions.getOrDefault(track, 0L) + 1;
    return List.of(
        new BallotEvent.TrackSet(track, version, 20, 5, 2, 500, 3, random.nextBoolean()));
  }

  private List<ContractEvent> list() {
    Bytes selector = Bytes.of(new byte[] {1, 2, 3, (byte) random.nextInt(3)});
    return List.of(new BallotEvent.ListingSet(account(4), selector, random.nextInt(4)));
  }

  private List<ContractEvent> openBallot() {
    Hash32 id = hash();
    byte[] data = new byte[4 + random.nextInt(70)];
    random.nextBytes(data);
    return List.of(
        new BallotEvent.BallotOpened(
            id,
            account(1),
            1 + random.nextInt(3),
            blockNumber - 1,
            now.minusSeconds(310),
            now.plusSeconds(20),
            now.plusSeconds(25),
            2,
            3,
            random.nextBoolean(),
            2),
        new BallotEvent.CallCommitted(id, account(4), hash(), hash(), Bytes.of(data), hash()));
  }

  private List<ContractEvent> count() {
    return ballot("Open")
        .map(
            id ->
                List.<ContractEvent>of(
                    new BallotEvent.VoteCounted(
                        id,
                        account(1),
                        hash(),
                        CHOICES.get(random.nextInt(3)),
                        1 + random.nextInt(5),
                        now.minusSeconds(random.nextInt(20)))))
        .orElse(List.of());
  }

  private List<ContractEvent> extendCount() {
    return ballot("Open")
        .filter(id -> model.ballot(id).extensions < 3)
        .map(
            id ->
                List.<ContractEvent>of(
                    new BallotEvent.CountExtended(
                        id, now.plusSeconds(5), model.ballot(id).extensions + 1)))
        .orElse(List.of());
  }

  private List<ContractEvent> close() {
    return ballot("Open")
        .map(
            id -> {
              ReferenceModel.Ballot ballot = model.ballot(id);
              return List.<ContractEvent>of(
                  new BallotEvent.BallotClosed(
                      id,
                      random.nextBoolean(),
                      ballot.power(Choice.FOR),
                      ballot.power(Choice.AGAINST),
                      ballot.power(Choice.ABSTAIN),
                      ballot.votes.size()));
            })
        .orElse(List.of());
  }

  private List<ContractEvent> execute() {
    return ballot("Passed")
        .map(id -> List.<ContractEvent>of(new BallotEvent.BallotExecuted(id, hash())))
        .orElse(List.of());
  }

  private List<ContractEvent> veto() {
    return ballot("Passed")
        .map(id -> List.<ContractEvent>of(new BallotEvent.BallotVetoed(id)))
        .orElse(List.of());
  }

  private List<ContractEvent> setAttestors() {
    List<Address> attestors = Stream.of(1, 2, 3).map(this::account).sorted().distinct().toList();
    return List.of(new CradleEvent.AttestorsSet(model.attestorsVersion + 1, attestors, 2));
  }

  private List<ContractEvent> submit() {
    return List.of(
        new CradleEvent.ExperimentSubmitted(
            hash(), account(1), hash(), hash(), 1 + random.nextInt(3), 3, metrics(0x3f)));
  }

  private List<ContractEvent> latch() {
    return experiment("Submitted")
        .map(id -> List.<ContractEvent>of(new CradleEvent.SeedLatched(id, hash())))
        .orElse(List.of());
  }

  private List<ContractEvent> attest() {
    return experiment("Running")
        .map(
            id -> List.<ContractEvent>of(new CradleEvent.AttestationPosted(id, account(1), hash())))
        .orElse(List.of());
  }

  private List<ContractEvent> decide() {
    return experiment("Running")
        .map(
            id -> {
              int failed = random.nextInt(64);
              return List.<ContractEvent>of(
                  new CradleEvent.ExperimentDecided(
                      id, failed == 0, hash(), hash(), failed, metrics(random.nextInt(64))));
            })
        .orElse(List.of());
  }

  private List<ContractEvent> approve() {
    return experiment("Passed")
        .map(
            id ->
                List.<ContractEvent>of(
                    new CradleEvent.ExperimentApproved(
                        id, model.experiment(id).specHash, model.experiment(id).result)))
        .orElse(List.of());
  }

  private List<ContractEvent> announce() {
    Optional<Hash32> unbegun =
        any(model.experiments, experiment -> experiment.status.equals("Approved"))
            .filter(id -> !model.rollouts.containsKey(id));
    if (unbegun.isPresent()) {
      Hash32 id = unbegun.get();
      return List.of(
          new CanaryEvent.RolloutBegun(id, account(1)),
          new CanaryEvent.WaveAnnounced(id, 1, blockNumber + 2, random.nextInt(1_000)));
    }
    return rollout("Waiting")
        .map(
            id ->
                List.<ContractEvent>of(
                    new CanaryEvent.WaveAnnounced(
                        id,
                        model.rollout(id).waves.size() + 1,
                        blockNumber + 2,
                        random.nextInt(1_000))))
        .orElse(List.of());
  }

  private List<ContractEvent> draw() {
    return rollout("Drawing")
        .map(
            id -> {
              int wave = model.rollout(id).waves.size();
              int first = model.rollout(id).wave().nodes.size();
              List<Address> nodes =
                  Stream.generate(() -> account(2)).limit(1 + random.nextInt(3)).toList();
              ContractEvent drawn = new CanaryEvent.NodesDrawn(id, wave, first, nodes);
              return random.nextBoolean()
                  ? List.of(drawn)
                  : List.<ContractEvent>of(
                      drawn,
                      new CanaryEvent.WaveStarted(
                          id,
                          wave,
                          hash(),
                          random.nextInt(100),
                          first + nodes.size(),
                          now,
                          now.plusSeconds(60)));
            })
        .orElse(List.of());
  }

  private List<ContractEvent> report() {
    return unheard()
        .map(
            spot ->
                List.<ContractEvent>of(
                    new CanaryEvent.NodeReported(
                        spot.rollout(),
                        spot.wave(),
                        spot.node(),
                        spot.position(),
                        random.nextInt(4) > 0 ? Verdict.HEALTHY : Verdict.FAILED,
                        random.nextInt(64),
                        random.nextInt(1_000),
                        now,
                        metrics(random.nextInt(64)))))
        .orElse(List.of());
  }

  private List<ContractEvent> silence() {
    return unheard()
        .map(
            spot ->
                List.<ContractEvent>of(
                    new CanaryEvent.NodeSilent(
                        spot.rollout(), spot.wave(), spot.node(), spot.position())))
        .orElse(List.of());
  }

  /** A node without a verdict. */
  private record Spot(Hash32 rollout, int wave, Address node, int position) {}

  private Optional<Spot> unheard() {
    return rollout("Observing")
        .filter(id -> model.rollout(id).wave().verdicts.contains("None"))
        .map(
            id -> {
              ReferenceModel.Wave wave = model.rollout(id).wave();
              int position = wave.verdicts.indexOf("None");
              return new Spot(
                  id, model.rollout(id).waves.size(), wave.nodes.get(position), position);
            });
  }

  private List<ContractEvent> judge() {
    return rollout("Observing")
        .map(
            id ->
                List.<ContractEvent>of(
                    new CanaryEvent.VerdictsJudged(
                        id,
                        model.rollout(id).waves.size(),
                        model.rollout(id).wave().verdicts.size(),
                        model.rollout(id).wave().count("Failed", "Silent"),
                        new BigInteger(100, random))))
        .orElse(List.of());
  }

  private List<ContractEvent> pass() {
    return rollout("Observing")
        .map(
            id -> {
              ReferenceModel.Wave wave = model.rollout(id).wave();
              int number = model.rollout(id).waves.size();
              ContractEvent passed =
                  new CanaryEvent.WavePassed(
                      id, number, wave.nodes.size(), wave.failures, random.nextInt(900), hash());
              return number == 4
                  ? List.of(passed, new CanaryEvent.RolloutCompleted(id))
                  : List.of(passed);
            })
        .orElse(List.of());
  }

  private List<ContractEvent> approveFinalWave() {
    return rollout("AwaitingBallot")
        .map(id -> List.<ContractEvent>of(new CanaryEvent.FinalWaveApproved(id, hash())))
        .orElse(List.of());
  }

  private List<ContractEvent> pause() {
    return openRollout()
        .map(id -> List.<ContractEvent>of(new CanaryEvent.RolloutPaused(id, random.nextBoolean())))
        .orElse(List.of());
  }

  private List<ContractEvent> heartbeat() {
    return openRollout()
        .map(
            id ->
                List.<ContractEvent>of(
                    new CanaryEvent.HeartbeatReceived(
                        id, account(1), model.rollout(id).waves.size(), blockNumber - 1)))
        .orElse(List.of());
  }

  private List<ContractEvent> breach() {
    return openRollout()
        .map(
            id ->
                List.<ContractEvent>of(
                    new CanaryEvent.BreachReported(
                        id,
                        model.rollout(id).waves.size(),
                        account(1),
                        random.nextBoolean(),
                        random.nextBoolean() ? 0 : 3,
                        new BigInteger(64, random),
                        now.minusSeconds(60),
                        now)))
        .orElse(List.of());
  }

  private List<ContractEvent> rollBack() {
    List<RollbackReason> reasons = List.of(RollbackReason.values());
    return random.nextInt(5) > 0
        ? List.of()
        : openRollout()
            .map(
                id ->
                    List.<ContractEvent>of(
                        new CanaryEvent.RolledBack(
                            id,
                            model.rollout(id).waves.size(),
                            reasons.get(random.nextInt(reasons.size())))))
            .orElse(List.of());
  }

  private Optional<Hash32> rollout(String phase) {
    return any(model.rollouts, rollout -> rollout.phase.equals(phase));
  }

  private Optional<Hash32> openRollout() {
    return any(model.rollouts, ReferenceModel.Rollout::isOpen);
  }

  private List<ContractEvent> powerChange(Address operator, int change) {
    int active = model.operator(operator).active;
    return change == 0
        ? List.of()
        : List.of(
            new RegistryEvent.DelegateVotesChanged(operator, active, active + change),
            new RegistryEvent.TotalPowerChanged(model.totalPower, model.totalPower + change));
  }

  private Optional<Address> node(String status) {
    return any(
        model.nodes,
        node -> node.status.equals(status) && !model.operator(node.operator).isRevoked);
  }

  private Address operatorOf(Address node) {
    return model.node(node).operator;
  }

  private Optional<Hash32> ballot(String status) {
    return any(model.ballots, ballot -> ballot.status.equals(status));
  }

  private Optional<Hash32> experiment(String status) {
    return any(model.experiments, experiment -> experiment.status.equals(status));
  }

  private <K, V> Optional<K> any(Map<K, V> things, Predicate<V> condition) {
    List<K> fitting =
        things.entrySet().stream()
            .filter(entry -> condition.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return fitting.isEmpty()
        ? Optional.empty()
        : Optional.of(fitting.get(random.nextInt(fitting.size())));
  }

  private static List<ContractEvent> and(List<ContractEvent> first, ContractEvent last) {
    List<ContractEvent> all = new ArrayList<>(first);
    all.add(last);
    return all;
  }

  private Address account(int kind) {
    byte[] bytes = new byte[Address.LENGTH];
    bytes[0] = (byte) kind;
    bytes[Address.LENGTH - 1] = (byte) random.nextInt(ACCOUNTS);
    return Address.of(bytes);
  }

  private Hash32 hash() {
    byte[] bytes = new byte[Hash32.LENGTH];
    random.nextBytes(bytes);
    return Hash32.of(bytes);
  }

  private MetricSet metrics(int present) {
    return new MetricSet(
        present, Stream.generate(() -> new BigInteger(64, random)).limit(MetricSet.COUNT).toList());
  }
}
