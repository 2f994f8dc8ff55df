-- The chain as the indexer read it: the blocks that hold our contracts' logs (and the head), and the logs
-- themselves, raw. Projections can be dropped and rebuilt from these two.

-- What the tables were made from; one row. Another chain or deployment needs another database.
CREATE TABLE source (
  only_row      boolean PRIMARY KEY DEFAULT true CONSTRAINT source_only_row CHECK (only_row),
  chain_id      bigint NOT NULL CONSTRAINT source_chain_id CHECK (chain_id > 0),
  genesis_hash  bytea  NOT NULL CONSTRAINT source_genesis_hash CHECK (octet_length(genesis_hash) = 32),
  start_block   bigint NOT NULL CONSTRAINT source_start_block CHECK (start_block >= 0),
  registry      bytea  NOT NULL CONSTRAINT source_registry CHECK (octet_length(registry) = 20),
  ballot        bytea  NOT NULL CONSTRAINT source_ballot CHECK (octet_length(ballot) = 20),
  cradle        bytea  NOT NULL CONSTRAINT source_cradle CHECK (octet_length(cradle) = 20)
);
