-- The one chain and deployment that this schema's rows speak of: nonces, decisions and archived proposals of another
-- chain would be acted on as if they were of this one. Two chains can share their id, and their genesis where it comes
-- from a file, so the first block after the deployment's start tells them apart: it has a time of its own.

CREATE TABLE oracle.chain_origin (
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT chain_origin_has_one_row CHECK (only_row),
    chain_id bigint NOT NULL CONSTRAINT chain_origin_chain_id CHECK (chain_id > 0),
    block_number bigint NOT NULL CONSTRAINT chain_origin_block_number CHECK (block_number > 0),
    block_hash bytea NOT NULL CONSTRAINT chain_origin_block_hash_length CHECK (octet_length(block_hash) = 32),
    registry bytea NOT NULL CONSTRAINT chain_origin_registry_length CHECK (octet_length(registry) = 20),
    ballot bytea NOT NULL CONSTRAINT chain_origin_ballot_length CHECK (octet_length(ballot) = 20)
);
