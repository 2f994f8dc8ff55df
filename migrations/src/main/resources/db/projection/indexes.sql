-- Indexes that no backfill needs: they are built at once when it is done, which is quicker than keeping them in order row
-- by row, and stays so however many rows there are. Each table is listed with what the API orders and filters by.
--
-- One statement a line, in any order and several at a time: those that take longest come first, so that none of them is
-- left over at the end. An index of votes of all times serves those that stand too, since most do; and a vote at a past
-- block is looked for among those that stand and among those that were replaced.

CREATE INDEX IF NOT EXISTS vote_by_voter ON vote (voter, voted_at, ballot_id);
CREATE INDEX IF NOT EXISTS vote_by_power ON vote (ballot_id, power, voter) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS vote_by_time ON vote (ballot_id, voted_at, voter);
CREATE INDEX IF NOT EXISTS vote_by_vote_id ON vote (vote_id);
CREATE UNIQUE INDEX IF NOT EXISTS vote_valid_from ON vote (valid_from_block, log_index);
CREATE INDEX IF NOT EXISTS vote_replaced ON vote (ballot_id, voter) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS vote_valid_until ON vote (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS drawn_node_by_node ON drawn_node (node, experiment_id, wave, position);
CREATE INDEX IF NOT EXISTS drawn_node_valid_from ON drawn_node (valid_from_block, log_index);
CREATE INDEX IF NOT EXISTS drawn_node_valid_until ON drawn_node (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS voter_history ON voter (id, valid_from_block);
CREATE INDEX IF NOT EXISTS voter_valid_from ON voter (valid_from_block);
CREATE INDEX IF NOT EXISTS voter_valid_until ON voter (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS voter_by_power ON voter (power_cast, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS voter_by_ballots ON voter (ballots, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS voter_by_votes ON voter (votes_counted, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS network_valid_from ON network (valid_from_block);
CREATE INDEX IF NOT EXISTS network_valid_until ON network (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS operator_valid_from ON operator (valid_from_block);
CREATE INDEX IF NOT EXISTS operator_valid_until ON operator (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS operator_by_admission ON operator (admitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS operator_by_active_nodes ON operator (active_node_count, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS node_valid_from ON node (valid_from_block);
CREATE INDEX IF NOT EXISTS node_valid_until ON node (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS node_by_operator ON node (operator, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS node_by_registration ON node (registered_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS telemetry_key_by_node ON telemetry_key (node, valid_from_block, log_index);
CREATE INDEX IF NOT EXISTS telemetry_key_by_key ON telemetry_key (telemetry_key);
CREATE INDEX IF NOT EXISTS track_valid_from ON track (valid_from_block);
CREATE INDEX IF NOT EXISTS track_valid_until ON track (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS listing_valid_from ON listing (valid_from_block);
CREATE INDEX IF NOT EXISTS listing_valid_until ON listing (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS listing_by_track ON listing (track, target, selector) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS ballot_valid_from ON ballot (valid_from_block);
CREATE INDEX IF NOT EXISTS ballot_valid_until ON ballot (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS ballot_by_opening ON ballot (opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS ballot_by_status ON ballot (status, opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS ballot_by_author ON ballot (author, opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS ballot_by_end ON ballot (end_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS experiment_valid_from ON experiment (valid_from_block);
CREATE INDEX IF NOT EXISTS experiment_valid_until ON experiment (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS experiment_by_submission ON experiment (submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS experiment_by_status ON experiment (status, submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS experiment_by_submitter ON experiment (submitter, submitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS experiment_by_change ON experiment (change_hash, attempt) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS attestation_by_experiment ON attestation (experiment_id, posted_at, valid_from_block, log_index);
CREATE INDEX IF NOT EXISTS attestation_by_attestor ON attestation (attestor, posted_at);
CREATE INDEX IF NOT EXISTS rollout_valid_from ON rollout (valid_from_block);
CREATE INDEX IF NOT EXISTS rollout_valid_until ON rollout (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS rollout_by_beginning ON rollout (began_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS rollout_by_phase ON rollout (phase, began_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS wave_valid_from ON wave (valid_from_block);
CREATE INDEX IF NOT EXISTS wave_valid_until ON wave (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX IF NOT EXISTS wave_by_announcement ON wave (announced_at, experiment_id, number) WHERE valid_until_block IS NULL;
CREATE INDEX IF NOT EXISTS breach_report_by_experiment ON breach_report (experiment_id, wave, valid_from_block, log_index);
CREATE INDEX IF NOT EXISTS breach_report_by_signer ON breach_report (signer, reported_at);
