package org.sweetwater.oracle.cradle.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.cradle.canary.RolloutState.Phase;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.relay.Crash;
import org.sweetwater.oracle.relay.CrashingDataSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** How rollouts are carried, on the real contracts; the time is the test's. */
class RolloutsTest {
  private static final int ROUNDS_MAX = 200;

  @TempDir private static Path contractsFolder;
  private static CanaryGround ground;

  private TestDatabase database;
  private Database pool;
  private Jdbi jdbi;
  private TestRelay relay;
  private MessageDesk desk;
  private final Set<String> told = new HashSet<>();

  @BeforeAll
  static void deploy() {
    ground = CanaryGround.prepare(contractsFolder);
  }

  @AfterAll
  static void stop() {
    ground.close();
  }

  @BeforeEach
  void open() {
    database = TestDatabase.migrated();
    pool = database.open(Role.ORACLE);
    jdbi = Jdbi.create(pool.dataSource());
    relay = new TestRelay(jdbi, ground);
    desk =
        new MessageDesk(
            ground.deployment(), ground.client, new PostedMessages(jdbi, Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void carriesARolloutToItsEnd() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    assertThat(ground.canary().rollout(id).wave()).isEqualTo(3);
    approveFinalWave(id);
    until(id, rollouts, RolloutState::isOver, this::allReportWell);

    assertThat(ground.canary().rollout(id).phase()).isEqualTo(Phase.COMPLETED);
    WaveState last = ground.canary().wave(id, 4);
    assertThat(last.size()).isEqualTo(CanaryGround.NODES);
    assertThat(last.failures()).isZero();
    assertThat(reportsWithoutCall()).isZero();
  }

  /** Wherever it dies, before a commit or after it, the end is the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void comesToTheSameEndHoweverOftenItDies(long seed) {
    Hash32 id = ground.approved();
    SplittableRandom random = new SplittableRandom(seed);
    DataSource crashing = CrashingDataSource.around(pool.dataSource(), random, 0.3);
    Optional<SigningKey> attestor = Optional.of(CanaryGround.attestor(1));
    int crashes = 0;
    boolean isApproved = false;
    for (int round = 0; round < ROUNDS_MAX && !ground.canary().rollout(id).isOver(); round++) {
      crashes += advanceDying(crashing, attestor);
      relay.run();
      RolloutState state = ground.canary().rollout(id);
      allReportWell(state);
      if (state.phase() == Phase.AWAITING_BALLOT && !isApproved) {
        approveFinalWave(id);
        isApproved = true;
      }
    }
    assertThat(ground.canary().rollout(id).phase()).isEqualTo(Phase.COMPLETED);
    assertThat(ground.canary().wave(id, 4).judged()).isEqualTo(CanaryGround.NODES);
    assertThat(crashes).isPositive();
  }

  /** Starts again whenever it dies, within the time of one block; how often it did. */
  private static int advanceDying(DataSource crashing, Optional<SigningKey> attestor) {
    for (int crashes = 0; ; crashes++) {
      try {
        rollouts(crashing, attestor).advance();
        return crashes;
      } catch (Crash died) {
        assertThat(crashes).isLessThan(ROUNDS_MAX);
      }
    }
  }

  @Test
  void rollsBackOnTheEvidenceOfFailedReports() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, RolloutState::isOver, state -> allReport(state, CanaryGround.BAD));
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.EVIDENCE);
  }

  @Test
  void rollsBackWhenNodesFallSilent() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, RolloutState::isOver, state -> {});
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.EVIDENCE);
  }

  @Test
  void rollsBackWithinTwoBlocksWhenNodesOfEnoughOperatorsSeeABreach() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> isObserved(state, 3), this::allReportWell);
    ground.pass(2);
    List<Address> nodes = ground.nodes(id, 3);
    for (int position = 0; position < 2; position++) {
      assertTaken(desk.take(ground.breach(id, 3, position, nodes.get(position))));
    }
    rollouts.advance();
    assertThat(calls(id, "breach")).isZero();
    assertTaken(desk.take(ground.breach(id, 3, 2, nodes.get(2))));
    long before = ground.client.blockNumber();
    rollouts.advance();
    relay.run();
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.NODES_SAW_BREACH);
    assertThat(ground.client.blockNumber()).isLessThanOrEqualTo(before + 2);
  }

  @Test
  void rollsBackWithinTwoBlocksWhenEnoughAttestorsSeeABreach() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> isObserved(state, 1), this::allReportWell);
    ground.pass(2);
    BreachReport.Breach breach =
        new BreachReport.Breach(id, 1, 0, 2_000_001, ground.time() - 1, ground.time());
    for (int number = 1; number <= 3; number++) {
      assertTaken(
          desk.take(
              BreachReport.signAsAttestor(
                  CanaryGround.attestor(number), ground.deployment(), breach)));
    }
    long before = ground.client.blockNumber();
    rollouts.advance();
    relay.run();
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.ATTESTORS_SAW_BREACH);
    assertThat(ground.client.blockNumber()).isLessThanOrEqualTo(before + 2);
  }

  @Test
  void hearsOfEachEventOnce() {
    List<CanaryEvent> heard = new ArrayList<>();
    WatchedRollouts watched = new WatchedRollouts(ground.client, ground.deployment(), heard::add);
    while (watched.scan() == WatchedRollouts.Scan.HAS_MORE) {
      assertThat(heard).isEmpty();
    }
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(
        id,
        rollouts,
        state -> isObserved(state, 2),
        state -> {
          allReportWell(state);
          watched.scan();
        });
    CanaryGround.require(
        ground.send(
            ground.deployment().ballot(),
            ground.deployment().canary(),
            CanaryCalls.rollBackByBallot(id)));
    watched.scan();
    watched.scan();
    assertThat(watched.ids()).contains(id);
    assertThat(heard)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "Begun",
            "WaveAnnounced",
            "NodesDrawn",
            "WaveStarted",
            "WavePassed",
            "WaveAnnounced",
            "NodesDrawn",
            "WaveStarted",
            "RolledBack");
    assertThat(heard.getLast())
        .isEqualTo(new CanaryEvent.RolledBack(id, 2, CanaryEvent.Reason.BALLOT));
    heard.forEach(new RolloutNews());
  }

  @Test
  void rollsBackWhatNoAttestorWatches() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.empty());
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    assertThat(calls(id, "heartbeat")).isZero();
    ground.pass(3 * 60 + 1);
    rollouts.advance();
    relay.run();
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.HEARTBEAT_MISSED);
  }

  @Test
  void keepsAWaitingRolloutAlive() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(2)));
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    for (int round = 0; round < 200; round++) {
      rollouts.advance();
      relay.run();
    }
    assertThat(ground.canary().rollout(id).phase()).isEqualTo(Phase.AWAITING_BALLOT);
    assertThat(calls(id, "heartbeat")).isBetween(4L, 8L);
  }

  @Test
  void rollsBackWhatWasNotDrawnInTime() {
    Hash32 id = ground.approved();
    CanaryGround.require(ground.send(ground.deployment().canary(), CanaryCalls.beginWave(id)));
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    ground.contracts.anvil().mine(300);
    rollouts.advance();
    relay.run();
    assertThat(reasonOf(id))
        .isIn(CanaryEvent.Reason.DRAW_MISSED, CanaryEvent.Reason.HEARTBEAT_MISSED);
  }

  /** What a reorganisation undoes is done again, under calls that had ended. */
  @Test
  void goesOnAfterAReorganisationUndidItsSteps() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> isObserved(state, 1), this::allReportWell);
    String snapshot = ground.snapshot();
    until(id, rollouts, state -> isObserved(state, 2), this::allReportWell);
    ground.revert(snapshot);
    ground.tick();
    told.clear();
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    assertThat(ground.canary().wave(id, 3).failures()).isZero();
  }

  /** Smaller and longer waves than the rules; a node's held metric pauses instead of failing. */
  @Test
  void carriesTheWavesThatWerePlanned() {
    WavePlan rules = ground.canary().rules();
    WavePlan plan =
        new WavePlan(
            List.of(1L, 1L, 2L, 2L),
            rules.durations().stream().map(seconds -> seconds + 4).toList(),
            1 << Metric.MTTR.number());
    Hash32 id = ground.approved(Optional.of(plan));
    assertThat(ground.canary().plan(id)).isEqualTo(plan);
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    assertThat(ground.canary().wave(id, 3).size()).isEqualTo(2);
    assertThat(ground.canary().wave(id, 3).duration()).isEqualTo(plan.durations().get(2));
  }

  @Test
  void waitsWhileTheSubmitterHoldsTheNextWaveBack() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> isObserved(state, 1), this::allReportWell);
    Address submitter = ground.canary().rollout(id).submitter();
    Address canary = ground.deployment().canary();
    CanaryGround.require(ground.send(submitter, canary, CanaryCalls.setPaused(id, true)));
    until(id, rollouts, state -> state.phase() == Phase.WAITING, this::allReportWell);
    for (int round = 0; round < 5; round++) {
      rollouts.advance();
      relay.run();
    }
    assertThat(ground.canary().rollout(id).phase()).isEqualTo(Phase.WAITING);
    CanaryGround.require(ground.send(submitter, canary, CanaryCalls.setPaused(id, false)));
    until(id, rollouts, state -> state.wave() == 2, this::allReportWell);
  }

  @Test
  void itsBatchesFitIntoATransaction() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    approveFinalWave(id);
    until(id, rollouts, state -> isObserved(state, 4), this::allReportWell);
    assertFits(relay.gasOf("canary-draw"), Rollouts.LOOKS);
    ground.tick();
    List<Address> nodes = ground.nodes(id, 4);
    for (int position = 0; position < nodes.size(); position++) {
      assertTaken(desk.take(ground.report(id, 4, position, nodes.get(position), CanaryGround.BAD)));
      assertTaken(desk.take(ground.breach(id, 4, position, nodes.get(position))));
    }
    rollouts.advance();
    relay.run();
    assertThat(reasonOf(id)).isEqualTo(CanaryEvent.Reason.NODES_SAW_BREACH);
    assertFits(relay.gasOf("canary-breach"), Carrier.BREACHES);
    assertFits(ofReports(), Carrier.REPORTS);
  }

  /** The gas of a call that brings failed reports of all nodes of another rollout's last wave. */
  private long ofReports() {
    Hash32 id = ground.approved();
    Rollouts rollouts = rollouts(pool.dataSource(), Optional.of(CanaryGround.attestor(1)));
    until(id, rollouts, state -> state.phase() == Phase.AWAITING_BALLOT, this::allReportWell);
    approveFinalWave(id);
    until(id, rollouts, state -> isObserved(state, 4), this::allReportWell);
    ground.tick();
    allReportAtOnce(ground.canary().rollout(id));
    rollouts.advance();
    relay.run();
    return relay.gasOf("canary-report");
  }

  private void allReportAtOnce(RolloutState state) {
    List<Address> nodes = ground.nodes(state.id(), state.wave());
    for (int position = 0; position < nodes.size(); position++) {
      assertTaken(
          desk.take(
              ground.report(
                  state.id(), state.wave(), position, nodes.get(position), CanaryGround.BAD)));
    }
  }

  /** What a call used for every node, taken for a whole batch, is below EIP-7825's limit. */
  private static void assertFits(long gas, int batch) {
    assertThat(gas / CanaryGround.NODES * batch).isLessThan((1L << 24) * 3 / 4);
  }

  private interface Nodes {
    void act(RolloutState state);
  }

  private void until(Hash32 id, Rollouts rollouts, Predicate<RolloutState> reached, Nodes nodes) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      RolloutState state = ground.canary().rollout(id);
      if (reached.test(state)) {
        return;
      }
      nodes.act(state);
      rollouts.advance();
      relay.run();
    }
    throw new AssertionError("not reached: " + ground.canary().rollout(id));
  }

  private void allReportWell(RolloutState state) {
    allReport(state, CanaryGround.GOOD);
  }

  /** Each node of the running wave reports once, in its slot. */
  private void allReport(RolloutState state, MetricSet metrics) {
    if (state.phase() != Phase.OBSERVING) {
      return;
    }
    WaveState wave = ground.canary().wave(state.id(), state.wave());
    List<Address> nodes = ground.nodes(state.id(), state.wave());
    for (int position = 0; position < nodes.size(); position++) {
      String key = state.id() + ":" + state.wave() + ":" + wave.startedAt() + ":" + position;
      boolean isInSlot =
          ground.time() >= wave.slotStart(position) && ground.time() <= wave.slotEnd(position);
      if (isInSlot && told.add(key)) {
        assertTaken(
            desk.take(
                ground.report(state.id(), state.wave(), position, nodes.get(position), metrics)));
      }
    }
  }

  private static boolean isObserved(RolloutState state, int wave) {
    return state.phase() == Phase.OBSERVING && state.wave() == wave;
  }

  private static void approveFinalWave(Hash32 id) {
    RolloutState state = ground.canary().rollout(id);
    CanaryGround.require(
        ground.send(
            ground.deployment().ballot(),
            ground.deployment().canary(),
            CanaryCalls.approveFinalWave(id, state.wavesHash())));
  }

  private static CanaryEvent.Reason reasonOf(Hash32 id) {
    return ground
        .canary()
        .events(Math.max(0, ground.client.blockNumber() - 300), ground.client.blockNumber())
        .stream()
        .filter(event -> event.id().equals(id))
        .filter(CanaryEvent.RolledBack.class::isInstance)
        .map(event -> ((CanaryEvent.RolledBack) event).reason())
        .findFirst()
        .orElse(CanaryEvent.Reason.NONE);
  }

  private static void assertTaken(Taking taking) {
    assertThat(taking).isEqualTo(new Taking.Taken());
  }

  private long reportsWithoutCall() {
    return count("SELECT count(*) FROM oracle.node_report WHERE call_key IS NULL");
  }

  private long calls(Hash32 id, String step) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM oracle.outbox_call WHERE subject = :id AND kind = :kind")
                .bind("id", id.bytes())
                .bind("kind", "canary-" + step)
                .mapTo(Long.class)
                .one());
  }

  private long count(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static Rollouts rollouts(DataSource dataSource, Optional<SigningKey> attestor) {
    return Rollouts.open(
        new Rollouts.Parts(
            ground.deployment(),
            ground.client,
            Jdbi.create(dataSource),
            attestor,
            Clock.systemUTC(),
            new SimpleMeterRegistry()));
  }
}
