-- The hub: signed Snapshot messages as they came, and what follows from them. Times that a signer chose are
-- seconds since 1970 exactly as signed; times that we measured are timestamptz.

-- Every accepted message, for ever. mci numbers them in the order in which they became visible: writers hold an
-- advisory lock until they commit, so a reader who pages by mci misses none. Gaps are normal.
CREATE TABLE hub_message (
  mci         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT hub_message_pk PRIMARY KEY,
  id          bytea  NOT NULL CONSTRAINT hub_message_id UNIQUE
                     CONSTRAINT hub_message_id_length CHECK (octet_length(id) = 32),
  address     bytea  NOT NULL CONSTRAINT hub_message_address CHECK (octet_length(address) = 20),
  timestamp   bigint NOT NULL CONSTRAINT hub_message_timestamp CHECK (timestamp >= 0),
  space       text   NOT NULL,
  type        text   NOT NULL CONSTRAINT hub_message_type CHECK (type IN ('proposal', 'vote', 'delete-proposal')),
  sig         text   NOT NULL,
  receipt     text   NOT NULL,
  ipfs        text   NOT NULL CONSTRAINT hub_message_ipfs UNIQUE,
  -- The exact text whose CIDv1 is ipfs.
  pinned      text   NOT NULL CONSTRAINT hub_message_pinned CHECK (length(pinned) <= 200000),
  received_at timestamptz NOT NULL
);
CREATE INDEX hub_message_by_time ON hub_message (timestamp, mci);
CREATE INDEX hub_message_by_address ON hub_message (address, type, received_at);

CREATE TABLE hub_proposal (
  id            bytea  CONSTRAINT hub_proposal_pk PRIMARY KEY
                       CONSTRAINT hub_proposal_message REFERENCES hub_message (id),
  author        bytea  NOT NULL CONSTRAINT hub_proposal_author CHECK (octet_length(author) = 20),
  space         text   NOT NULL,
  created       bigint NOT NULL CONSTRAINT hub_proposal_created CHECK (created >= 0),
  type          text   NOT NULL CONSTRAINT hub_proposal_type CHECK (type IN ('basic', 'single-choice')),
  title         text   NOT NULL,
  body          text   NOT NULL,
  discussion    text   NOT NULL,
  choices       text[] NOT NULL CONSTRAINT hub_proposal_choices CHECK (cardinality(choices) = 3),
  labels        text[] NOT NULL,
  opens         bigint NOT NULL CONSTRAINT hub_proposal_opens CHECK (opens >= 0),
  closes        bigint NOT NULL CONSTRAINT hub_proposal_closes CHECK (closes > opens),
  -- Block at which voting power is read.
  snapshot      bigint NOT NULL CONSTRAINT hub_proposal_snapshot CHECK (snapshot >= 0),
  plugins       text   NOT NULL,
  app           text   NOT NULL,
  ipfs          text   NOT NULL,
  -- Sums over hub_vote, kept with every vote; power is in nodes.
  votes         integer NOT NULL DEFAULT 0 CONSTRAINT hub_proposal_votes CHECK (votes >= 0),
  votes_for     numeric(78, 0) NOT NULL DEFAULT 0 CONSTRAINT hub_proposal_for CHECK (votes_for >= 0),
  votes_against numeric(78, 0) NOT NULL DEFAULT 0 CONSTRAINT hub_proposal_against CHECK (votes_against >= 0),
  votes_abstain numeric(78, 0) NOT NULL DEFAULT 0 CONSTRAINT hub_proposal_abstain CHECK (votes_abstain >= 0),
  scored_at     timestamptz,
  -- Set when the author deletes the proposal: it and its votes are hidden, the messages stay.
  deleted_at    timestamptz
);
CREATE INDEX hub_proposal_by_created ON hub_proposal (created, id);

-- The vote that stands for each voter; a later one replaces it, and both messages stay.
CREATE TABLE hub_vote (
  id       bytea  CONSTRAINT hub_vote_pk PRIMARY KEY
                  CONSTRAINT hub_vote_message REFERENCES hub_message (id),
  proposal bytea  NOT NULL CONSTRAINT hub_vote_proposal REFERENCES hub_proposal (id),
  voter    bytea  NOT NULL CONSTRAINT hub_vote_voter CHECK (octet_length(voter) = 20),
  space    text   NOT NULL,
  created  bigint NOT NULL CONSTRAINT hub_vote_created CHECK (created >= 0),
  choice   smallint NOT NULL CONSTRAINT hub_vote_choice CHECK (choice BETWEEN 1 AND 3),
  reason   text   NOT NULL,
  app      text   NOT NULL,
  metadata text   NOT NULL,
  power    numeric(78, 0) NOT NULL CONSTRAINT hub_vote_power CHECK (power > 0),
  ipfs     text   NOT NULL,
  -- How often the voter replaced a vote on this proposal; bounded, since messages are kept for ever.
  changes  integer NOT NULL CONSTRAINT hub_vote_changes CHECK (changes >= 0),
  CONSTRAINT hub_vote_one_per_voter UNIQUE (proposal, voter)
);
CREATE INDEX hub_vote_by_created ON hub_vote (proposal, created, id);

-- Why a message was not taken. Bounded: the hub deletes the oldest. claimed says that the sender's signature was
-- not verified, so that voter is only what the message says; such rows have a bound of their own, or forgers could
-- push the others out.
CREATE TABLE hub_refusal (
  seq         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT hub_refusal_pk PRIMARY KEY,
  -- Null for a proposal's refusal.
  vote_id     bytea CONSTRAINT hub_refusal_vote_id CHECK (octet_length(vote_id) = 32),
  proposal_id bytea CONSTRAINT hub_refusal_proposal_id CHECK (octet_length(proposal_id) = 32),
  voter       bytea CONSTRAINT hub_refusal_voter CHECK (octet_length(voter) = 20),
  claimed     boolean  NOT NULL,
  choice      smallint CONSTRAINT hub_refusal_choice CHECK (choice BETWEEN 1 AND 3),
  reason      text NOT NULL CONSTRAINT hub_refusal_reason CHECK (reason ~ '^[A-Z_]{1,40}$'),
  detail      text NOT NULL CONSTRAINT hub_refusal_detail CHECK (length(detail) <= 1000),
  seen_at     timestamptz NOT NULL,
  CONSTRAINT hub_refusal_once UNIQUE NULLS NOT DISTINCT (vote_id, proposal_id, claimed, reason)
);
CREATE INDEX hub_refusal_by_claimed ON hub_refusal (claimed, seq);

-- The key that signs receipts when the configuration gives none: made at the first start, so that receipts keep
-- their signer. It controls no money and no vote.
CREATE TABLE hub_relayer_key (
  only_row    boolean CONSTRAINT hub_relayer_key_pk PRIMARY KEY DEFAULT true
                      CONSTRAINT hub_relayer_key_only_row CHECK (only_row),
  private_key bytea NOT NULL CONSTRAINT hub_relayer_key_length CHECK (octet_length(private_key) = 32)
);
