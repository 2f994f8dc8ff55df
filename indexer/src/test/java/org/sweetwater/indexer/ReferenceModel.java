package org.sweetwater.indexer;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.indexer.decode.UnknownEvent;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * What the present state is after some events, in the plainest possible way: maps and sums, without
 * versions, blocks or SQL.
 */
final class ReferenceModel {
  /** One operator. */
  static final class Operator {
    int active;
    boolean isRevoked;
  }

  /** One node. */
  static final class Node {
    final Address operator;
    String status = "Waiting";
    Address telemetryKey;

    Node(Address operator, Address telemetryKey) {
      this.operator = operator;
      this.telemetryKey = telemetryKey;
    }
  }

  /** One ballot with the votes that stand. */
  static final class Ballot {
    String status = "Open";
    int extensions;
    String call = "none";
    final Map<Address, BallotEvent.VoteCounted> votes = new LinkedHashMap<>();

    long power(Choice choice) {
      return votes.values().stream()
          .filter(vote -> vote.choice() == choice)
          .mapToLong(BallotEvent.VoteCounted::power)
          .sum();
    }
  }

  /** One experiment. */
  static final class Experiment {
    final Hash32 changeHash;
    final Hash32 specHash;
    String status = "Submitted";
    Hash32 result = Hash32.ZERO;
    int attestations;

    Experiment(Hash32 changeHash, Hash32 specHash) {
      this.changeHash = changeHash;
      this.specHash = specHash;
    }
  }

  /** One rollout. */
  static final class Rollout {
    String phase = "Drawing";
    boolean isPaused;
    String reason = "none";
    String heartbeatBy = "none";
    int breaches;
    final List<Wave> waves = new ArrayList<>();

    boolean isOpen() {
      return !phase.equals("Completed") && !phase.equals("RolledBack");
    }

    Wave wave() {
      return waves.getLast();
    }
  }

  /** One wave of a rollout, with the verdict of each node in drawn order. */
  static final class Wave {
    String status = "Drawing";
    long judged;
    long failures;
    String excluded = "none";
    final List<Address> nodes = new ArrayList<>();
    final List<String> verdicts = new ArrayList<>();

    long count(String... kinds) {
      return verdicts.stream().filter(List.of(kinds)::contains).count();
    }
  }

  /** A call that may be listed. */
  record Call(Address target, Bytes selector) {}

  final Map<Address, Operator> operators = new LinkedHashMap<>();
  final Map<Address, Node> nodes = new LinkedHashMap<>();
  final Map<Integer, Long> trackVersions = new LinkedHashMap<>();
  final Map<Call, Integer> listings = new LinkedHashMap<>();
  final Map<Hash32, Ballot> ballots = new LinkedHashMap<>();
  final Map<Hash32, Experiment> experiments = new LinkedHashMap<>();
  final Map<Hash32, Rollout> rollouts = new LinkedHashMap<>();
  final Map<Address, Integer> votesCounted = new LinkedHashMap<>();
  final List<String> countedVotes = new ArrayList<>();
  long totalPower;
  long attestorsVersion;

  Operator operator(Address id) {
    return requireNonNull(operators.get(id), "operator");
  }

  Node node(Address id) {
    return requireNonNull(nodes.get(id), "node");
  }

  Ballot ballot(Hash32 id) {
    return requireNonNull(ballots.get(id), "ballot");
  }

  Experiment experiment(Hash32 id) {
    return requireNonNull(experiments.get(id), "experiment");
  }

  Rollout rollout(Hash32 id) {
    return requireNonNull(rollouts.get(id), "rollout");
  }

  void apply(ContractEvent event) {
    switch (event) {
      case RegistryEvent e -> applyRegistry(e);
      case BallotEvent e -> applyBallot(e);
      case CradleEvent e -> applyCradle(e);
      case CanaryEvent e -> applyCanary(e);
      case UnknownEvent() -> {
        // Changes no state.
      }
    }
  }

  private void applyRegistry(RegistryEvent event) {
    switch (event) {
      case RegistryEvent.OperatorAdmitted e -> operators.put(e.operator(), new Operator());
      case RegistryEvent.OperatorRevoked e -> operator(e.operator()).isRevoked = true;
      case RegistryEvent.NodeRegistered e ->
          nodes.put(e.node(), new Node(e.operator(), e.telemetryKey()));
      case RegistryEvent.NodeActivated e -> node(e.node()).status = "Active";
      case RegistryEvent.NodeSuspended e -> node(e.node()).status = "Suspended";
      case RegistryEvent.NodeQuarantined e -> node(e.node()).status = "Quarantined";
      case RegistryEvent.NodeReinstated e -> node(e.node()).status = "Active";
      case RegistryEvent.NodeLeft e -> node(e.node()).status = "Left";
      case RegistryEvent.TelemetryKeySet e -> node(e.node()).telemetryKey = e.telemetryKey();
      case RegistryEvent.TotalPowerChanged e -> totalPower = e.newTotal();
      case RegistryEvent.DelegateVotesChanged e -> operator(e.operator()).active = e.newVotes();
    }
  }

  private void applyBallot(BallotEvent event) {
    switch (event) {
      case BallotEvent.BallotOpened e -> ballots.put(e.id(), new Ballot());
      case BallotEvent.CallCommitted e -> ballot(e.id()).call = e.data().hex();
      case BallotEvent.VoteCounted e -> {
        ballot(e.id()).votes.put(e.voter(), e);
        votesCounted.merge(e.voter(), 1, Integer::sum);
        countedVotes.add(e.voteId().hex());
      }
      case BallotEvent.CountExtended e -> ballot(e.id()).extensions = e.extensions();
      case BallotEvent.BallotClosed e -> ballot(e.id()).status = e.passed() ? "Passed" : "Rejected";
      case BallotEvent.BallotExecuted e -> ballot(e.id()).status = "Executed";
      case BallotEvent.BallotVetoed e -> ballot(e.id()).status = "Vetoed";
      case BallotEvent.TrackSet e -> trackVersions.put(e.track(), e.version());
      case BallotEvent.ListingSet e -> {
        Call call = new Call(e.target(), e.selector());
        if (e.track() == 0) {
          listings.remove(call);
        } else {
          listings.put(call, e.track());
        }
      }
    }
  }

  private void applyCradle(CradleEvent event) {
    switch (event) {
      case CradleEvent.AttestorsSet e -> attestorsVersion = e.version();
      case CradleEvent.ExperimentSubmitted e ->
          experiments.put(e.id(), new Experiment(e.changeHash(), e.specHash()));
      case CradleEvent.SeedLatched e -> experiment(e.id()).status = "Running";
      case CradleEvent.AttestationPosted e -> experiment(e.id()).attestations++;
      case CradleEvent.ExperimentDecided e -> {
        experiment(e.id()).status = e.passed() ? "Passed" : "Failed";
        experiment(e.id()).result = e.resultHash();
      }
      case CradleEvent.ExperimentApproved e -> experiment(e.id()).status = "Approved";
    }
  }

  private void applyCanary(CanaryEvent event) {
    switch (event) {
      case CanaryEvent.RolloutBegun e -> rollouts.put(e.id(), new Rollout());
      case CanaryEvent.WaveAnnounced e -> {
        rollout(e.id()).waves.add(new Wave());
        rollout(e.id()).phase = "Drawing";
      }
      case CanaryEvent.NodesDrawn e ->
          e.nodes()
              .forEach(
                  node -> {
                    rollout(e.id()).wave().nodes.add(node);
                    rollout(e.id()).wave().verdicts.add("None");
                  });
      case CanaryEvent.WaveStarted e -> {
        rollout(e.id()).wave().status = "Observing";
        rollout(e.id()).phase = "Observing";
      }
      case CanaryEvent.NodeReported e ->
          rollout(e.id())
              .wave()
              .verdicts
              .set((int) e.position(), e.verdict() == Verdict.HEALTHY ? "Healthy" : "Failed");
      case CanaryEvent.NodeSilent e ->
          rollout(e.id()).wave().verdicts.set((int) e.position(), "Silent");
      case CanaryEvent.VerdictsJudged e -> {
        rollout(e.id()).wave().judged = e.judged();
        rollout(e.id()).wave().failures = e.failures();
      }
      case CanaryEvent.WavePassed e -> {
        rollout(e.id()).wave().status = "Passed";
        rollout(e.id()).wave().excluded = String.valueOf(e.excludedPpm());
        rollout(e.id()).phase = e.wave() == 3 ? "AwaitingBallot" : "Waiting";
      }
      case CanaryEvent.FinalWaveApproved e -> rollout(e.id()).phase = "Waiting";
      case CanaryEvent.RolloutPaused e -> rollout(e.id()).isPaused = e.paused();
      case CanaryEvent.HeartbeatReceived e -> rollout(e.id()).heartbeatBy = e.attestor().lowerHex();
      case CanaryEvent.BreachReported e -> rollout(e.id()).breaches++;
      case CanaryEvent.RolloutCompleted e -> rollout(e.id()).phase = "Completed";
      case CanaryEvent.RolledBack e -> {
        Rollout rollout = rollout(e.id());
        rollout.phase = "RolledBack";
        rollout.reason = e.reason().name();
        if (!rollout.wave().status.equals("Passed")) {
          rollout.wave().status = "RolledBack";
        }
      }
    }
  }

  /** One line for each thing, as {@link #QUERY} reads them from the tables. */
  Set<String> lines() {
    Set<String> lines = new TreeSet<>();
    lines.add("network %d %d".formatted(totalPower, attestorsVersion));
    operators.forEach(
        (id, o) ->
            lines.add(
                "operator %s %d %d %s"
                    .formatted(id.lowerHex(), nodesOf(id), o.active, o.isRevoked)));
    nodes.forEach(
        (id, n) ->
            lines.add(
                "node %s %s %s %s"
                    .formatted(
                        id.lowerHex(),
                        n.operator.lowerHex(),
                        n.status,
                        n.telemetryKey.lowerHex())));
    trackVersions.forEach((id, version) -> lines.add("track %d %d".formatted(id, version)));
    listings.forEach(
        (call, track) ->
            lines.add(
                "listing %s %s %d"
                    .formatted(call.target().lowerHex(), call.selector().hex(), track)));
    ballots.forEach((id, ballot) -> describe(id, ballot, lines));
    experiments.forEach(
        (id, e) ->
            lines.add(
                "experiment %s %s %s %d"
                    .formatted(id.hex(), e.status, e.result.hex(), e.attestations)));
    rollouts.forEach((id, rollout) -> describe(id, rollout, lines));
    countedVotes.forEach(id -> lines.add("counted " + id));
    votesCounted.forEach((id, count) -> lines.add(describe(id, count)));
    return lines;
  }

  private String describe(Address voter, int votesCounted) {
    List<BallotEvent.VoteCounted> standing =
        ballots.values().stream()
            .flatMap(ballot -> ballot.votes.values().stream())
            .filter(vote -> vote.voter().equals(voter))
            .toList();
    long power = standing.stream().mapToLong(BallotEvent.VoteCounted::power).sum();
    return "voter %s %d %d %d".formatted(voter.lowerHex(), standing.size(), power, votesCounted);
  }

  private long nodesOf(Address operator) {
    return nodes.values().stream()
        .filter(node -> node.operator.equals(operator) && !node.status.equals("Left"))
        .count();
  }

  private static void describe(Hash32 id, Rollout rollout, Set<String> lines) {
    lines.add(
        "rollout %s %s %d %s %s %s %d"
            .formatted(
                id.hex(),
                rollout.phase,
                rollout.waves.size(),
                rollout.isPaused,
                rollout.reason.replace("_", "").toLowerCase(Locale.ROOT),
                rollout.heartbeatBy,
                rollout.breaches));
    for (int i = 0; i < rollout.waves.size(); i++) {
      Wave wave = rollout.waves.get(i);
      lines.add(
          "wave %s %d %s %d %d %d %d %d %s"
              .formatted(
                  id.hex(),
                  i + 1,
                  wave.status,
                  wave.nodes.size(),
                  wave.count("Healthy", "Failed"),
                  wave.count("Silent"),
                  wave.judged,
                  wave.failures,
                  wave.excluded));
      for (int at = 0; at < wave.nodes.size(); at++) {
        lines.add(
            "drawn %s %d %d %s %s"
                .formatted(
                    id.hex(), i + 1, at, wave.nodes.get(at).lowerHex(), wave.verdicts.get(at)));
      }
    }
  }

  private static void describe(Hash32 id, Ballot ballot, Set<String> lines) {
    lines.add(
        "ballot %s %s %d %s %d %d %d %d"
            .formatted(
                id.hex(),
                ballot.status,
                ballot.extensions,
                ballot.call,
                ballot.power(Choice.FOR),
                ballot.power(Choice.AGAINST),
                ballot.power(Choice.ABSTAIN),
                ballot.votes.size()));
    ballot.votes.forEach(
        (voter, vote) ->
            lines.add(
                "vote %s %s %s %d"
                    .formatted(id.hex(), voter.lowerHex(), vote.voteId().hex(), vote.power())));
  }

  /** The same lines from the tables. */
  static final String QUERY =
      """
      SELECT concat_ws(' ', 'network', coalesce(max(total_power), 0), coalesce(max(attestor_set), 0))
        FROM chain.network WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'operator', '0x' || encode(id, 'hex'), node_count, active_node_count,
          (revoked_at IS NOT NULL)::text)
        FROM chain.operator WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'node', '0x' || encode(id, 'hex'), '0x' || encode(operator, 'hex'), status,
          '0x' || encode(telemetry_key, 'hex'))
        FROM chain.node WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'track', id, version) FROM chain.track WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'listing', '0x' || encode(target, 'hex'), '0x' || encode(selector, 'hex'), track)
        FROM chain.listing WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'ballot', '0x' || encode(id, 'hex'), status, extensions,
          coalesce('0x' || encode(data, 'hex'), 'none'), votes_for, votes_against, votes_abstain, voters)
        FROM chain.ballot WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'vote', '0x' || encode(ballot_id, 'hex'), '0x' || encode(voter, 'hex'),
          '0x' || encode(vote_id, 'hex'), power)
        FROM chain.vote WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'voter', '0x' || encode(id, 'hex'), ballots, power_cast, votes_counted)
        FROM chain.voter WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'experiment', '0x' || encode(id, 'hex'), status,
          '0x' || coalesce(encode(result_hash, 'hex'), repeat('0', 64)),
          (SELECT count(*) FROM chain.attestation a WHERE a.experiment_id = e.id))
        FROM chain.experiment e WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'rollout', '0x' || encode(id, 'hex'), phase, wave, paused::text,
          coalesce(lower(rollback_reason), 'none'), coalesce('0x' || encode(heartbeat_by, 'hex'), 'none'),
          (SELECT count(*) FROM chain.breach_report b WHERE b.experiment_id = r.id))
        FROM chain.rollout r WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'wave', '0x' || encode(experiment_id, 'hex'), number, status, drawn, reported, silent,
          judged, failures, coalesce(excluded_ppm::text, 'none'))
        FROM chain.wave WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'drawn', '0x' || encode(experiment_id, 'hex'), wave, position,
          '0x' || encode(node, 'hex'), verdict)
        FROM chain.drawn_node WHERE valid_until_block IS NULL
      UNION ALL SELECT concat_ws(' ', 'counted', '0x' || encode(vote_id, 'hex')) FROM chain.counted_vote
      """;
}
