-- Projections are versioned: a row was true from valid_from_block up to but without valid_until_block, and is true
-- still where that is null. valid_from_block, block_hash, transaction_hash and log_index name the log that made this
-- version. Going back to block B deletes versions from above B and opens again those that ended above B.
-- Facts that nothing ever replaces (telemetry keys, counted votes, attestations) have no valid_until_block.

-- The network as a whole: active nodes, and the version of the Cradle's attestors (0 before the first).
CREATE TABLE network (
  id                smallint NOT NULL CONSTRAINT network_has_one_row CHECK (id = 1),
  total_power       uint64 NOT NULL,
  attestor_set      bigint NOT NULL CONSTRAINT network_attestor_set CHECK (attestor_set >= 0),
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT network_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT network_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT network_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX network_current ON network (id) WHERE valid_until_block IS NULL;
CREATE INDEX network_valid_from ON network (valid_from_block);
CREATE INDEX network_valid_until ON network (valid_until_block) WHERE valid_until_block IS NOT NULL;

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
  CONSTRAINT operator_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT operator_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX operator_current ON operator (id) WHERE valid_until_block IS NULL;
CREATE INDEX operator_valid_from ON operator (valid_from_block);
CREATE INDEX operator_valid_until ON operator (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX operator_by_admission ON operator (admitted_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX operator_by_active_nodes ON operator (active_node_count, id) WHERE valid_until_block IS NULL;

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
  CONSTRAINT node_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT node_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX node_current ON node (id) WHERE valid_until_block IS NULL;
CREATE INDEX node_valid_from ON node (valid_from_block);
CREATE INDEX node_valid_until ON node (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX node_by_operator ON node (operator, id) WHERE valid_until_block IS NULL;
CREATE INDEX node_by_registration ON node (registered_at, id) WHERE valid_until_block IS NULL;

-- Which key signs a node's telemetry from signs_from on, until the node's next row.
CREATE TABLE telemetry_key (
  node              address NOT NULL,
  telemetry_key     address NOT NULL,
  signs_from        timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT telemetry_key_pkey PRIMARY KEY (valid_from_block, log_index),
  CONSTRAINT telemetry_key_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE INDEX telemetry_key_by_node ON telemetry_key (node, valid_from_block, log_index);
CREATE INDEX telemetry_key_by_key ON telemetry_key (telemetry_key);
