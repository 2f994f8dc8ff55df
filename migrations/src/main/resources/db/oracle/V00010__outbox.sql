-- Calls that the oracle wants to make, and every transaction it signed for them.
-- A feature writes a call in the transaction of its decision; only the relay changes it afterwards.

CREATE TABLE oracle.relay_lease (
    -- There is one relay for one outbox, whatever its key; the row is the fence behind the advisory lock.
    only_row boolean PRIMARY KEY DEFAULT true CONSTRAINT relay_lease_only_row CHECK (only_row),
    epoch bigint NOT NULL CONSTRAINT relay_lease_epoch_positive CHECK (epoch >= 0)
);

INSERT INTO oracle.relay_lease (epoch) VALUES (0);

CREATE TABLE oracle.outbox_call (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- The same key again is the same call: enqueueing is idempotent.
    dedupe_key text NOT NULL CONSTRAINT outbox_call_dedupe_key_unique UNIQUE,
    kind text NOT NULL,
    -- What the call is about (a ballot's id), for people; 32 bytes.
    subject bytea NOT NULL CONSTRAINT outbox_call_subject_length CHECK (octet_length(subject) = 32),
    target bytea NOT NULL CONSTRAINT outbox_call_target_length CHECK (octet_length(target) = 20),
    calldata bytea NOT NULL,
    -- How many things (votes) the call carries.
    items integer NOT NULL CONSTRAINT outbox_call_items_not_negative CHECK (items >= 0),
    status text NOT NULL CONSTRAINT outbox_call_status_known
        CHECK (status IN ('waiting', 'pending', 'mined', 'done', 'superseded', 'abandoned')),
    -- Which nonce carries it; kept when it is finished, so that a rolled-back block can be noticed.
    sender bytea CONSTRAINT outbox_call_sender_length CHECK (octet_length(sender) = 20),
    nonce bigint CONSTRAINT outbox_call_nonce_not_negative CHECK (nonce >= 0),
    next_try_at timestamptz NOT NULL,
    -- Dry runs in a row that said "not yet" or failed.
    tries integer NOT NULL DEFAULT 0,
    -- Transactions that were mined and reverted.
    reverts integer NOT NULL DEFAULT 0,
    -- Rounds in a row in which the nonce was used on the chain but none of our receipts found.
    misses integer NOT NULL DEFAULT 0,
    -- What the call becomes when the empty transaction that replaces it is mined.
    cancelled_as text CONSTRAINT outbox_call_cancelled_as_known CHECK (cancelled_as IN ('superseded', 'abandoned')),
    reason text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT outbox_call_nonce_with_sender CHECK ((sender IS NULL) = (nonce IS NULL)),
    CONSTRAINT outbox_call_in_flight_has_nonce CHECK (status NOT IN ('pending', 'mined') OR nonce IS NOT NULL),
    CONSTRAINT outbox_call_nonce_once UNIQUE (sender, nonce)
);

CREATE INDEX outbox_call_due ON oracle.outbox_call (next_try_at, id) WHERE status = 'waiting';
CREATE INDEX outbox_call_in_flight ON oracle.outbox_call (nonce) WHERE status IN ('pending', 'mined');
CREATE INDEX outbox_call_subject ON oracle.outbox_call (subject);

CREATE TABLE oracle.outbox_transaction (
    hash bytea PRIMARY KEY CONSTRAINT outbox_transaction_hash_length CHECK (octet_length(hash) = 32),
    call_id bigint NOT NULL CONSTRAINT outbox_transaction_call REFERENCES oracle.outbox_call (id),
    sender bytea NOT NULL CONSTRAINT outbox_transaction_sender_length CHECK (octet_length(sender) = 20),
    nonce bigint NOT NULL CONSTRAINT outbox_transaction_nonce_not_negative CHECK (nonce >= 0),
    -- Orders the attempts at one nonce.
    attempt bigint GENERATED ALWAYS AS IDENTITY,
    -- 'cancel' is an empty payment to the sender itself, which only uses the nonce up.
    purpose text NOT NULL CONSTRAINT outbox_transaction_purpose_known CHECK (purpose IN ('call', 'cancel')),
    raw bytea NOT NULL,
    gas_limit numeric(78, 0) NOT NULL,
    max_fee_per_gas numeric(78, 0) NOT NULL,
    max_priority_fee_per_gas numeric(78, 0) NOT NULL,
    status text NOT NULL CONSTRAINT outbox_transaction_status_known
        CHECK (status IN ('signed', 'sent', 'mined', 'confirmed', 'reverted', 'replaced', 'lost')),
    signed_at timestamptz NOT NULL,
    sent_at timestamptz,
    offered_at timestamptz,
    block_number bigint,
    block_hash bytea CONSTRAINT outbox_transaction_block_hash_length CHECK (octet_length(block_hash) = 32),
    gas_used numeric(78, 0),
    effective_gas_price numeric(78, 0),
    CONSTRAINT outbox_transaction_mined_has_block CHECK (
        status NOT IN ('mined', 'confirmed', 'reverted')
        OR (block_number IS NOT NULL AND block_hash IS NOT NULL)
    )
);

CREATE INDEX outbox_transaction_nonce ON oracle.outbox_transaction (sender, nonce);
CREATE INDEX outbox_transaction_call ON oracle.outbox_transaction (call_id);

COMMENT ON COLUMN oracle.outbox_transaction.sent_at IS 'when a node first took it; null when none has yet';
COMMENT ON COLUMN oracle.outbox_transaction.offered_at IS 'when it was last offered to a node, taken or not';

CREATE VIEW oracle.public_relay_transaction AS
SELECT
    t.hash AS tx_hash,
    CASE t.purpose WHEN 'call' THEN c.kind ELSE 'cancel' END AS kind,
    c.subject AS ballot_id,
    CASE t.purpose WHEN 'call' THEN c.items ELSE 0 END AS votes,
    t.gas_used,
    t.effective_gas_price,
    t.block_number,
    t.status,
    t.sent_at
FROM oracle.outbox_transaction AS t
JOIN oracle.outbox_call AS c ON c.id = t.call_id;

COMMENT ON VIEW oracle.public_relay_transaction IS
    'Every transaction that the oracle signed. Off-chain knowledge: the chain decides what happened.';
