-- What the oracle decided about archived proposals and votes. The contract decides what counts; this says what we
-- asked of it, and why we did not ask.

CREATE TABLE oracle.ballot_progress (
    proposal_id bytea CONSTRAINT ballot_progress_pk PRIMARY KEY
        CONSTRAINT ballot_progress_id_length CHECK (octet_length(proposal_id) = 32),
    -- unreadable: a hub lists it but gives no message; waiting: not open; counting: open; closing: counting is over;
    -- passed: to be executed; done and refused: nothing is left to do.
    stage text NOT NULL CONSTRAINT ballot_progress_stage_known
        CHECK (stage IN ('unreadable', 'waiting', 'counting', 'closing', 'passed', 'done', 'refused')),
    -- Why it waits or was refused, or how it ended.
    code text NOT NULL CONSTRAINT ballot_progress_code CHECK (code ~ '^[A-Z0-9_]{1,40}$'),
    detail text NOT NULL CONSTRAINT ballot_progress_detail CHECK (length(detail) <= 1000),
    -- Votes of the archive up to this one are judged.
    votes_seq bigint NOT NULL DEFAULT 0 CONSTRAINT ballot_progress_votes_seq CHECK (votes_seq >= 0),
    -- When votes were last handed to the outbox.
    counted_at timestamptz,
    -- Steps that were tried in vain; names the next try.
    tries integer NOT NULL DEFAULT 0 CONSTRAINT ballot_progress_tries CHECK (tries >= 0),
    -- No look before this time.
    not_before timestamptz NOT NULL,
    first_seen_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE INDEX ballot_progress_unfinished ON oracle.ballot_progress (proposal_id)
    WHERE stage NOT IN ('unreadable', 'done', 'refused');

CREATE TABLE oracle.vote_verdict (
    vote_id bytea CONSTRAINT vote_verdict_pk PRIMARY KEY
        CONSTRAINT vote_verdict_id_length CHECK (octet_length(vote_id) = 32),
    proposal_id bytea NOT NULL CONSTRAINT vote_verdict_proposal_length CHECK (octet_length(proposal_id) = 32),
    -- Null for an account that is not of Ethereum.
    voter bytea CONSTRAINT vote_verdict_voter_length CHECK (octet_length(voter) = 20),
    -- The voter's signature is not verified: the voter is only who the message says.
    claimed boolean NOT NULL,
    choice smallint CONSTRAINT vote_verdict_choice_known CHECK (choice BETWEEN 1 AND 3),
    countable boolean NOT NULL,
    code text NOT NULL CONSTRAINT vote_verdict_code CHECK (code ~ '^[A-Z0-9_]{1,40}$'),
    detail text NOT NULL CONSTRAINT vote_verdict_detail CHECK (length(detail) <= 1000),
    -- queued: to be counted; sent: in a call of the outbox; settled: the verdict is final; refused: final unless
    -- another signature arrives.
    state text NOT NULL CONSTRAINT vote_verdict_state_known CHECK (state IN ('queued', 'sent', 'settled', 'refused')),
    -- The vote as the contract takes it: nine words (ISnapshotBallot.Vote).
    words bytea CONSTRAINT vote_verdict_words_length CHECK (octet_length(words) = 288),
    by_contract boolean NOT NULL,
    -- Seconds since 1970, as signed: the order in which votes replace each other.
    signed_at bigint NOT NULL,
    not_before timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0 CONSTRAINT vote_verdict_tries CHECK (tries >= 0),
    -- The outbox call that carries it, or carried it last.
    call_key text,
    decided_at timestamptz NOT NULL,
    CONSTRAINT vote_verdict_queued_has_words CHECK (state NOT IN ('queued', 'sent') OR words IS NOT NULL),
    CONSTRAINT vote_verdict_sent_has_call CHECK (state <> 'sent' OR call_key IS NOT NULL)
);

CREATE INDEX vote_verdict_queued ON oracle.vote_verdict (proposal_id, signed_at, vote_id) WHERE state = 'queued';
CREATE INDEX vote_verdict_sent ON oracle.vote_verdict (proposal_id, call_key) WHERE state = 'sent';
CREATE INDEX vote_verdict_by_voter ON oracle.vote_verdict (proposal_id, voter);
