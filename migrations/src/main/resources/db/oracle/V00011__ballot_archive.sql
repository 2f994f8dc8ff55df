-- Every signed proposal and vote that a hub ever gave for our space. Nothing is changed or deleted: a hub may hide
-- a vote tomorrow that it shows today.

CREATE TABLE oracle.message (
    -- The EIP-712 digest, recomputed by us.
    id bytea NOT NULL CONSTRAINT message_id_length CHECK (octet_length(id) = 32),
    -- The id does not cover the signature. 0: made by the sender's own key. 1 to 3: others, in order of arrival, for
    -- a contract wallet to judge; whoever gives wrong signatures can fill these, never 0.
    slot smallint NOT NULL CONSTRAINT message_slot_known CHECK (slot BETWEEN 0 AND 3),
    kind text NOT NULL CONSTRAINT message_kind_known CHECK (kind IN ('proposal', 'vote')),
    -- For a proposal its own id.
    proposal_id bytea NOT NULL CONSTRAINT message_proposal_id_length CHECK (octet_length(proposal_id) = 32),
    -- message.from; 32 bytes for a Starknet account.
    sender bytea NOT NULL CONSTRAINT message_sender_length CHECK (octet_length(sender) IN (20, 32)),
    -- Who signed, as the hub says; the sender in slot 0.
    signer_address bytea NOT NULL CONSTRAINT message_signer_length CHECK (octet_length(signer_address) = 20),
    -- As the hub gave it; empty for a Safe.
    signature bytea NOT NULL CONSTRAINT message_signature_size CHECK (octet_length(signature) <= 65536),
    -- JSON of the signed values and of what their types were, exact; text because jsonb refuses U+0000.
    message text NOT NULL CONSTRAINT message_size CHECK (octet_length(message) <= 1048576),
    -- URL of the hub, without anything secret.
    source text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    -- Order of arrival; writers hold an advisory lock until they commit, so a reader who goes by it misses none.
    seq bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT message_seq_unique UNIQUE,
    CONSTRAINT message_pk PRIMARY KEY (id, slot),
    CONSTRAINT message_proposal_is_itself CHECK (kind <> 'proposal' OR proposal_id = id),
    CONSTRAINT message_own_key_is_sender CHECK (slot <> 0 OR signer_address = sender)
);

-- By hash, because an index entry is short and a signature need not be. Slot 0 holds one for each message anyway.
CREATE UNIQUE INDEX message_signature_once ON oracle.message (id, signer_address, sha256(signature)) WHERE slot > 0;
CREATE INDEX message_votes ON oracle.message (proposal_id, seq) WHERE kind = 'vote';
CREATE INDEX message_proposals ON oracle.message (seq) WHERE kind = 'proposal';
CREATE INDEX message_unproven ON oracle.message (kind, proposal_id) WHERE slot > 0;

-- Grants are renewed with every migration, so a trigger keeps the promise.
CREATE FUNCTION oracle.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to; % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER message_is_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON oracle.message
    FOR EACH STATEMENT EXECUTE FUNCTION oracle.refuse_change();
