-- Projections: what the raw logs in chain.log say, made by org.sweetwater.indexer.project and rebuilt from there when
-- this file or that package changes its meaning (Projections.VERSION). These tables are made in schema chain, or beside it
-- while they are rebuilt, by the indexer itself; what is built last is in indexes.sql.
--
-- Every row names the log that made it, by block, hash, transaction and place. There are no foreign keys to that log: each
-- row is written in one transaction with its log and taken back with it; `sw indexer verify` recomputes them.

-- Projections are versioned: a row was true from valid_from_block up to but without valid_until_block, and is true
-- still where that is null. valid_from_block, block_hash, transaction_hash and log_index name the log that made this
-- version. Going back to block B deletes versions from above B and opens again those that ended above B.
-- Facts that nothing ever replaces (telemetry keys, counted votes, attestations, breach reports) have no valid_until_block.

-- The network as a whole: active nodes, and the version of the Cradle's attestors (0 before the first).
CREATE TABLE network (
  id                integer NOT NULL CONSTRAINT network_has_one_row CHECK (id = 1),
  total_power       count64 NOT NULL,
  attestor_set      bigint NOT NULL CONSTRAINT network_attestor_set CHECK (attestor_set >= 0),
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT network_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT network_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX network_current ON network (id) WHERE valid_until_block IS NULL;

-- Members. node_count is without the nodes that left; active_node_count is the power before the cap. A revoked
-- operator keeps its nodes and has no power.
CREATE TABLE operator (
  id                address NOT NULL,
  vouchers          bytea[] NOT NULL,
  admitted_at       timestamptz NOT NULL,
  active_since      timestamptz,
  revoked_at        timestamptz,
  node_count        integer NOT NULL CONSTRAINT operator_node_count CHECK (node_count >= 0),
  active_node_count integer NOT NULL CONSTRAINT operator_active_node_count CHECK (active_node_count >= 0),
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT operator_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT operator_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX operator_current ON operator (id) WHERE valid_until_block IS NULL;

-- Nodes, by the address of the node key. suspended_until is in Unix seconds because a contract may choose a time that
-- no calendar has.
CREATE TABLE node (
  id                  address NOT NULL,
  operator            address NOT NULL,
  status              text NOT NULL
    CONSTRAINT node_status CHECK (status IN ('Waiting', 'Active', 'Suspended', 'Quarantined', 'Left')),
  telemetry_key       address NOT NULL,
  registered_at       timestamptz NOT NULL,
  activatable_at      timestamptz NOT NULL,
  activated_at        timestamptz,
  suspended_until     uint64,
  suspended_by_ballot boolean,
  left_at             timestamptz,
  valid_from_block    bigint NOT NULL,
  valid_until_block   bigint CONSTRAINT node_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash          hash32 NOT NULL,
  transaction_hash    hash32 NOT NULL,
  log_index           integer NOT NULL,
  CONSTRAINT node_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX node_current ON node (id) WHERE valid_until_block IS NULL;

-- Which key signs a node's telemetry from signs_from on, until the node's next row.
CREATE TABLE telemetry_key (
  node              address NOT NULL,
  telemetry_key     address NOT NULL,
  signs_from        timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT telemetry_key_pkey PRIMARY KEY (valid_from_block, log_index)
);

-- How each kind of ballot runs now.
CREATE TABLE track (
  id                integer NOT NULL,
  version           bigint NOT NULL,
  window_seconds    count64 NOT NULL,
  grace_seconds     count64 NOT NULL,
  delay_seconds     count64 NOT NULL,
  quorum_bps        integer NOT NULL,
  voters_min        bigint NOT NULL,
  two_thirds        boolean NOT NULL,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT track_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT track_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX track_current ON track (id) WHERE valid_until_block IS NULL;

-- Calls that ballots may make, and on which track; a call that was taken off has no current row.
CREATE TABLE listing (
  target            address NOT NULL,
  selector          bytea NOT NULL CONSTRAINT listing_selector_is_4_bytes CHECK (octet_length(selector) = 4),
  track             integer NOT NULL CONSTRAINT listing_track CHECK (track > 0),
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT listing_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT listing_pkey PRIMARY KEY (target, selector, valid_from_block)
);
CREATE UNIQUE INDEX listing_current ON listing (target, selector) WHERE valid_until_block IS NULL;

-- Ballots by Snapshot proposal id, with the tally so far. The call comes with a second log of the same transaction.
-- "Expired" is not a status here: it follows from the time.
CREATE TABLE ballot (
  id                hash32 NOT NULL,
  author            address NOT NULL,
  track             integer NOT NULL,
  status            text NOT NULL
    CONSTRAINT ballot_status CHECK (status IN ('Open', 'Passed', 'Rejected', 'Executed', 'Vetoed')),
  snapshot_block    bigint NOT NULL,
  start_at          timestamptz NOT NULL,
  end_at            timestamptz NOT NULL,
  count_until       timestamptz NOT NULL,
  extensions        integer NOT NULL,
  quorum            count64 NOT NULL,
  voters_min        bigint NOT NULL,
  two_thirds        boolean NOT NULL,
  delay_seconds     count64 NOT NULL,
  votes_for         count64 NOT NULL,
  votes_against     count64 NOT NULL,
  votes_abstain     count64 NOT NULL,
  voters            bigint NOT NULL CONSTRAINT ballot_voters CHECK (voters >= 0),
  target            address,
  code_hash         hash32,
  action            hash32,
  data              bytea,
  salt              hash32,
  opened_at         timestamptz NOT NULL,
  closed_at         timestamptz,
  executed_at       timestamptz,
  vetoed_at         timestamptz,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT ballot_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT ballot_call_is_whole CHECK (num_nulls(target, code_hash, action, data, salt) IN (0, 5)),
  CONSTRAINT ballot_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX ballot_current ON ballot (id) WHERE valid_until_block IS NULL;

-- The vote that stands for each voter, and those that were replaced. voted_at is the time that the voter signed. A vote
-- that was replaced within its own block has the same block twice, and holds at none.
--
-- Votes are most of all rows, so their columns are checked at once: domains would take a third of the time of writing them.
CREATE TABLE vote (
  ballot_id         bytea NOT NULL,
  voter             bytea NOT NULL,
  vote_id           bytea NOT NULL,
  choice            text NOT NULL,
  power             bigint NOT NULL,
  voted_at          timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint,
  block_hash        bytea NOT NULL,
  transaction_hash  bytea NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT vote_is_whole CHECK (
    octet_length(ballot_id) = 32 AND octet_length(voter) = 20 AND octet_length(vote_id) = 32
    AND octet_length(block_hash) = 32 AND octet_length(transaction_hash) = 32
    AND choice IN ('For', 'Against', 'Abstain') AND power >= 0
    AND valid_until_block >= valid_from_block)
);
CREATE UNIQUE INDEX vote_current ON vote (ballot_id, voter) WHERE valid_until_block IS NULL;

-- Every vote that was ever counted, standing or replaced.
CREATE VIEW counted_vote AS
  SELECT ballot_id, voter, vote_id, choice, power, voted_at, valid_from_block, block_hash, transaction_hash, log_index
  FROM vote;

-- Accounts that voted: in how many ballots a vote of theirs stands, with how much power in all of them together, and how
-- many votes of theirs were ever counted.
CREATE TABLE voter (
  id                bytea NOT NULL,
  ballots           bigint NOT NULL,
  power_cast        bigint NOT NULL,
  votes_counted     bigint NOT NULL,
  last_counted_at   timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint,
  block_hash        bytea NOT NULL,
  transaction_hash  bytea NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT voter_is_whole CHECK (
    octet_length(id) = 20 AND octet_length(block_hash) = 32 AND octet_length(transaction_hash) = 32
    AND ballots > 0 AND votes_counted >= ballots AND power_cast >= 0
    AND valid_until_block > valid_from_block)
);
CREATE UNIQUE INDEX voter_current ON voter (id) WHERE valid_until_block IS NULL;

-- Every set of attestors; the one with the highest version is in force.
CREATE TABLE attestor_set (
  version               bigint NOT NULL,
  attestors             bytea[] NOT NULL,
  attestations_required integer NOT NULL,
  valid_from_block      bigint NOT NULL,
  block_hash            hash32 NOT NULL,
  transaction_hash      hash32 NOT NULL,
  log_index             integer NOT NULL,
  CONSTRAINT attestor_set_pkey PRIMARY KEY (version),
  CONSTRAINT attestor_set_log UNIQUE (valid_from_block, log_index)
);

-- Experiments with their thresholds and, once decided, the worst value of each metric (null where it was missing).
-- failed_metrics has bit i set for metric i, in the order of the columns.
CREATE TABLE experiment (
  id                                 hash32 NOT NULL,
  submitter                          address NOT NULL,
  change_hash                        hash32 NOT NULL,
  spec_hash                          hash32 NOT NULL,
  attempt                            bigint NOT NULL,
  attestations_required              integer NOT NULL,
  status                             text NOT NULL
    CONSTRAINT experiment_status CHECK (status IN ('Submitted', 'Running', 'Passed', 'Failed', 'Approved')),
  seed                               hash32,
  result_hash                        hash32,
  artefact_hash                      hash32,
  failed_metrics                     integer NOT NULL
    CONSTRAINT experiment_failed_metrics CHECK (failed_metrics BETWEEN 0 AND 255),
  threshold_latency_p99_micros       uint64 NOT NULL,
  threshold_packet_loss_ppm          uint64 NOT NULL,
  threshold_mttr_millis              uint64 NOT NULL,
  threshold_deanonymisation_risk_ppm uint64 NOT NULL,
  threshold_policy_consistency_ppm   uint64 NOT NULL,
  threshold_route_stability_ppm      uint64 NOT NULL,
  worst_latency_p99_micros           uint64,
  worst_packet_loss_ppm              uint64,
  worst_mttr_millis                  uint64,
  worst_deanonymisation_risk_ppm     uint64,
  worst_policy_consistency_ppm       uint64,
  worst_route_stability_ppm          uint64,
  submitted_at                       timestamptz NOT NULL,
  seeded_at                          timestamptz,
  decided_at                         timestamptz,
  approved_at                        timestamptz,
  valid_from_block                   bigint NOT NULL,
  valid_until_block                  bigint
    CONSTRAINT experiment_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash                         hash32 NOT NULL,
  transaction_hash                   hash32 NOT NULL,
  log_index                          integer NOT NULL,
  CONSTRAINT experiment_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX experiment_current ON experiment (id) WHERE valid_until_block IS NULL;

-- Every attestation; those under an older attestor set than the one in force no longer count.
CREATE TABLE attestation (
  experiment_id     hash32 NOT NULL,
  attestor          address NOT NULL,
  result_hash       hash32 NOT NULL,
  attestor_set      bigint NOT NULL,
  posted_at         timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT attestation_pkey PRIMARY KEY (valid_from_block, log_index)
);

-- Rollouts of approved experiments, by the experiment's id. wave is the one that is drawn or observed, or the last one that
-- was; 0 before the first. heartbeat_at is from when missed heartbeats count: the last heartbeat, announcement of a wave or
-- approval of the last wave; heartbeat_by and heartbeat_block are of the last heartbeat.
CREATE TABLE rollout (
  id                     hash32 NOT NULL,
  submitter              address NOT NULL,
  phase                  text NOT NULL
    CONSTRAINT rollout_phase
      CHECK (phase IN ('Drawing', 'Observing', 'Waiting', 'AwaitingBallot', 'Completed', 'RolledBack')),
  wave                   integer NOT NULL CONSTRAINT rollout_wave CHECK (wave BETWEEN 0 AND 4),
  paused                 boolean NOT NULL,
  heartbeat_at           timestamptz NOT NULL,
  heartbeat_by           address,
  heartbeat_block        bigint,
  waves_hash             hash32 NOT NULL,
  rollback_reason        text
    CONSTRAINT rollout_rollback_reason
      CHECK (rollback_reason IN ('Evidence', 'AttestorsSawBreach', 'NodesSawBreach', 'HeartbeatMissed', 'DrawMissed',
        'NothingDrawn', 'Ballot')),
  began_at               timestamptz NOT NULL,
  final_wave_approved_at timestamptz,
  ended_at               timestamptz,
  valid_from_block       bigint NOT NULL,
  valid_until_block      bigint CONSTRAINT rollout_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash             hash32 NOT NULL,
  transaction_hash       hash32 NOT NULL,
  log_index              integer NOT NULL,
  CONSTRAINT rollout_heartbeat_is_whole CHECK (num_nulls(heartbeat_by, heartbeat_block) IN (0, 2)),
  CONSTRAINT rollout_has_ended CHECK ((ended_at IS NOT NULL) = (phase IN ('Completed', 'RolledBack'))),
  CONSTRAINT rollout_went_back CHECK ((rollback_reason IS NOT NULL) = (phase = 'RolledBack')),
  CONSTRAINT rollout_pkey PRIMARY KEY (id, valid_from_block)
);
CREATE UNIQUE INDEX rollout_current ON rollout (id) WHERE valid_until_block IS NULL;

-- The waves of rollouts, by experiment and number. evidence is Q64.64, of all the rollout's verdicts, null before one was judged. What is fixed when the last node is drawn is null
-- before. A wave that passed has passed, even when the rollout goes back after it.
CREATE TABLE wave (
  experiment_id     hash32 NOT NULL,
  number            integer NOT NULL CONSTRAINT wave_number CHECK (number BETWEEN 1 AND 4),
  status            text NOT NULL
    CONSTRAINT wave_status CHECK (status IN ('Drawing', 'Observing', 'Passed', 'RolledBack')),
  draw_block        bigint NOT NULL,
  pool              count64 NOT NULL,
  seed              hash32,
  network_nodes     count64,
  size              count64,
  drawn             count64 NOT NULL,
  reported          count64 NOT NULL,
  judged            count64 NOT NULL,
  failures          count64 NOT NULL,
  silent            count64 NOT NULL,
  evidence          numeric(78, 0) CONSTRAINT wave_evidence CHECK (evidence >= 0),
  excluded_ppm      count64,
  announced_at      timestamptz NOT NULL,
  started_at        timestamptz,
  ends_at           timestamptz,
  ended_at          timestamptz,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT wave_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT wave_start_is_whole CHECK (num_nulls(seed, network_nodes, size, started_at, ends_at) IN (0, 5)),
  CONSTRAINT wave_passed CHECK ((excluded_ppm IS NOT NULL) = (status = 'Passed')),
  CONSTRAINT wave_has_ended CHECK ((ended_at IS NOT NULL) = (status IN ('Passed', 'RolledBack'))),
  CONSTRAINT wave_pkey PRIMARY KEY (experiment_id, number, valid_from_block)
);
CREATE UNIQUE INDEX wave_current ON wave (experiment_id, number) WHERE valid_until_block IS NULL;

-- The nodes of waves, by experiment, wave and place in drawn order, each with its verdict. failed_metrics has bit i set for
-- metric i, in the order of the columns. A last wave has up to 5,000 nodes, each with two versions at most: checked at once,
-- as votes are.
CREATE TABLE drawn_node (
  experiment_id            bytea NOT NULL,
  wave                     integer NOT NULL,
  position                 bigint NOT NULL,
  node                     bytea NOT NULL,
  verdict                  text NOT NULL,
  failed_metrics           integer NOT NULL,
  samples                  bigint,
  measured_until           timestamptz,
  latency_p99_micros       numeric(20, 0),
  packet_loss_ppm          numeric(20, 0),
  mttr_millis              numeric(20, 0),
  deanonymisation_risk_ppm numeric(20, 0),
  policy_consistency_ppm   numeric(20, 0),
  route_stability_ppm      numeric(20, 0),
  drawn_at                 timestamptz NOT NULL,
  verdict_at               timestamptz,
  valid_from_block         bigint NOT NULL,
  valid_until_block        bigint,
  block_hash               bytea NOT NULL,
  transaction_hash         bytea NOT NULL,
  log_index                integer NOT NULL,
  CONSTRAINT drawn_node_is_whole CHECK (
    octet_length(experiment_id) = 32 AND octet_length(node) = 20
    AND octet_length(block_hash) = 32 AND octet_length(transaction_hash) = 32
    AND wave BETWEEN 1 AND 4 AND position >= 0 AND failed_metrics BETWEEN 0 AND 255
    AND verdict IN ('None', 'Healthy', 'Failed', 'Silent')
    AND (verdict_at IS NULL) = (verdict = 'None')
    AND num_nulls(samples, measured_until) = CASE WHEN verdict IN ('Healthy', 'Failed') THEN 0 ELSE 2 END
    AND valid_until_block > valid_from_block),
  CONSTRAINT drawn_node_pkey PRIMARY KEY (experiment_id, wave, position, valid_from_block)
);
CREATE UNIQUE INDEX drawn_node_current ON drawn_node (experiment_id, wave, position) WHERE valid_until_block IS NULL;

-- Every breach that was reported; wave is the last one that had started, 0 before the first. metric is named as in the API.
CREATE TABLE breach_report (
  experiment_id     hash32 NOT NULL,
  wave              integer NOT NULL CONSTRAINT breach_report_wave CHECK (wave BETWEEN 0 AND 4),
  signer            address NOT NULL,
  by_attestor       boolean NOT NULL,
  metric            text NOT NULL
    CONSTRAINT breach_report_metric
      CHECK (metric IN ('latencyP99Micros', 'packetLossPpm', 'mttrMillis', 'deanonymisationRiskPpm', 'policyConsistencyPpm',
        'routeStabilityPpm')),
  value             uint64 NOT NULL,
  window_start      timestamptz NOT NULL,
  window_end        timestamptz NOT NULL,
  reported_at       timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT breach_report_pkey PRIMARY KEY (valid_from_block, log_index)
);
