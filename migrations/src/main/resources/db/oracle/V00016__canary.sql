-- What nodes and attestors posted about rollouts. The chain decides what counts; a row only waits to be carried there.

-- A call that must not wait behind others.
ALTER TABLE oracle.outbox_call ADD COLUMN urgent boolean NOT NULL DEFAULT false;

CREATE INDEX outbox_call_urgent ON oracle.outbox_call (id) WHERE status = 'waiting' AND urgent;

CREATE TABLE oracle.node_report (
    experiment_id bytea NOT NULL CONSTRAINT node_report_experiment_length CHECK (octet_length(experiment_id) = 32),
    wave smallint NOT NULL CONSTRAINT node_report_wave CHECK (wave BETWEEN 1 AND 4),
    -- In drawn order, from 0: only nodes that the chain drew have rows, so nobody else can fill the table.
    position bigint NOT NULL CONSTRAINT node_report_position CHECK (position BETWEEN 0 AND 4294967295),
    node bytea NOT NULL CONSTRAINT node_report_node_length CHECK (octet_length(node) = 20),
    -- Seconds: the wave's, as it was when the report came; a reorganisation may start the wave anew.
    started_at bigint NOT NULL CONSTRAINT node_report_started_at CHECK (started_at > 0),
    -- Seconds.
    measured_until bigint NOT NULL CONSTRAINT node_report_measured_until CHECK (measured_until >= 0),
    -- The report as it was posted, in our own spelling.
    message text NOT NULL CONSTRAINT node_report_message CHECK (length(message) <= 2000),
    -- The outbox call that carries it, or carried it last.
    call_key text,
    -- The block in which the node was seen to have a verdict, or its slot to be over; null again when the chain goes back.
    settled_block bigint CONSTRAINT node_report_settled_block CHECK (settled_block >= 0),
    received_at timestamptz NOT NULL,
    CONSTRAINT node_report_pk PRIMARY KEY (experiment_id, wave, position)
);

CREATE INDEX node_report_open ON oracle.node_report (experiment_id, wave, started_at, measured_until)
    WHERE settled_block IS NULL;

CREATE TABLE oracle.breach_report (
    experiment_id bytea NOT NULL CONSTRAINT breach_report_experiment_length CHECK (octet_length(experiment_id) = 32),
    wave smallint NOT NULL CONSTRAINT breach_report_wave CHECK (wave BETWEEN 0 AND 4),
    -- An attestor, or a node of the wave: one row each, the newest breach.
    signer bytea NOT NULL CONSTRAINT breach_report_signer_length CHECK (octet_length(signer) = 20),
    -- The node's; null for an attestor.
    operator bytea CONSTRAINT breach_report_operator_length CHECK (octet_length(operator) = 20),
    -- Seconds.
    window_end bigint NOT NULL CONSTRAINT breach_report_window_end CHECK (window_end >= 0),
    message text NOT NULL CONSTRAINT breach_report_message CHECK (length(message) <= 2000),
    -- The outbox call that carries it, or carried it last.
    call_key text,
    received_at timestamptz NOT NULL,
    CONSTRAINT breach_report_pk PRIMARY KEY (experiment_id, wave, signer)
);
