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
  CONSTRAINT attestor_set_log UNIQUE (valid_from_block, log_index),
  CONSTRAINT attestor_set_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
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
  failed_metrics                     smallint NOT NULL
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
  CONSTRAINT experiment_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT experiment_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX experiment_current ON experiment (id) WHERE valid_until_block IS NULL;
CREATE INDEX experiment_valid_from ON experiment (valid_from_block);
CREATE INDEX experiment_valid_until ON experiment (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX experiment_by_submission ON experiment (submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX experiment_by_status ON experiment (status, submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX experiment_by_submitter ON experiment (submitter, submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX experiment_by_change ON experiment (change_hash, attempt) WHERE valid_until_block IS NULL;

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
  CONSTRAINT attestation_pkey PRIMARY KEY (valid_from_block, log_index),
  CONSTRAINT attestation_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE INDEX attestation_by_experiment ON attestation (experiment_id, posted_at, valid_from_block, log_index);
CREATE INDEX attestation_by_attestor ON attestation (attestor, posted_at);
