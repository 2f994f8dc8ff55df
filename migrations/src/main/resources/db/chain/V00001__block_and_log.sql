-- The chain as the indexer read it. Everything in this schema is derived: dropping it and indexing again
-- gives the same rows.

CREATE DOMAIN address AS bytea CONSTRAINT address_is_20_bytes CHECK (octet_length(VALUE) = 20);
CREATE DOMAIN hash32 AS bytea CONSTRAINT hash32_is_32_bytes CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN uint64 AS numeric(20, 0)
  CONSTRAINT uint64_range CHECK (VALUE BETWEEN 0 AND 18446744073709551615);

CREATE DOMAIN count64 AS bigint CONSTRAINT count64_is_not_negative CHECK (VALUE >= 0);

-- What the other tables were made from; one row. Another chain or deployment needs another database.
CREATE TABLE source (
  only_row     boolean PRIMARY KEY DEFAULT true CONSTRAINT source_has_one_row CHECK (only_row),
  chain_id     bigint NOT NULL CONSTRAINT source_chain_id CHECK (chain_id > 0),
  genesis_hash hash32 NOT NULL,
  start_block  bigint NOT NULL CONSTRAINT source_start_block CHECK (start_block >= 0),
  registry     address NOT NULL,
  ballot       address NOT NULL,
  cradle       address NOT NULL
);

-- Every block that holds our contracts' logs, and the newest blocks whatever they hold, to find the point
-- where a reorganisation began. The highest row is the cursor: tables are right as of that block.
CREATE TABLE block (
  number      bigint PRIMARY KEY CONSTRAINT block_number CHECK (number >= 0),
  hash        hash32 NOT NULL CONSTRAINT block_hash_is_unique UNIQUE,
  parent_hash hash32 NOT NULL,
  mined_at    timestamptz NOT NULL,
  has_logs    boolean NOT NULL
);
CREATE INDEX block_without_logs ON block (number) WHERE NOT has_logs;

-- Our contracts' logs as the node gave them, decoded or not. Projections can be rebuilt from here. Written and deleted in
-- one transaction with their blocks, hence no foreign key: it would be looked up for every row.
CREATE TABLE log (
  block_number      bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  transaction_index integer NOT NULL CONSTRAINT log_transaction_index CHECK (transaction_index >= 0),
  log_index         integer NOT NULL CONSTRAINT log_index CHECK (log_index >= 0),
  address           address NOT NULL,
  topics            bytea[] NOT NULL CONSTRAINT log_has_at_most_four_topics CHECK (cardinality(topics) <= 4),
  data              bytea NOT NULL,
  CONSTRAINT log_pkey PRIMARY KEY (block_number, log_index)
);
