-- How each kind of ballot runs now.
CREATE TABLE track (
  id                smallint NOT NULL,
  version           bigint NOT NULL,
  window_seconds    uint64 NOT NULL,
  grace_seconds     uint64 NOT NULL,
  delay_seconds     uint64 NOT NULL,
  quorum_bps        integer NOT NULL,
  voters_min        bigint NOT NULL,
  two_thirds        boolean NOT NULL,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT track_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT track_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT track_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX track_current ON track (id) WHERE valid_until_block IS NULL;
CREATE INDEX track_valid_from ON track (valid_from_block);
CREATE INDEX track_valid_until ON track (valid_until_block) WHERE valid_until_block IS NOT NULL;

-- Calls that ballots may make, and on which track; a call that was taken off has no current row.
CREATE TABLE listing (
  target            address NOT NULL,
  selector          bytea NOT NULL CONSTRAINT listing_selector_is_4_bytes CHECK (octet_length(selector) = 4),
  track             smallint NOT NULL CONSTRAINT listing_track CHECK (track > 0),
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT listing_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT listing_pkey PRIMARY KEY (target, selector, valid_from_block),
  CONSTRAINT listing_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX listing_current ON listing (target, selector) WHERE valid_until_block IS NULL;
CREATE INDEX listing_valid_from ON listing (valid_from_block);
CREATE INDEX listing_valid_until ON listing (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX listing_by_track ON listing (track, target, selector) WHERE valid_until_block IS NULL;

-- Ballots by Snapshot proposal id, with the tally so far. The call comes with a second log of the same transaction.
-- "Expired" is not a status here: it follows from the time.
CREATE TABLE ballot (
  id                hash32 NOT NULL,
  author            address NOT NULL,
  track             smallint NOT NULL,
  status            text NOT NULL
    CONSTRAINT ballot_status CHECK (status IN ('Open', 'Passed', 'Rejected', 'Executed', 'Vetoed')),
  snapshot_block    bigint NOT NULL,
  start_at          timestamptz NOT NULL,
  end_at            timestamptz NOT NULL,
  count_until       timestamptz NOT NULL,
  extensions        smallint NOT NULL,
  quorum            uint64 NOT NULL,
  voters_min        bigint NOT NULL,
  two_thirds        boolean NOT NULL,
  delay_seconds     uint64 NOT NULL,
  votes_for         uint64 NOT NULL,
  votes_against     uint64 NOT NULL,
  votes_abstain     uint64 NOT NULL,
  voters            bigint NOT NULL CONSTRAINT ballot_voters CHECK (voters >= 0),
  target            address,
  code_hash         hash32,
  action            hash32,
  data              bytea,
  salt              hash32,
  opened_at         timestamptz NOT NULL,
  closed_at         timestamptz,
  executed_at       timestamptz,
  vetoed_at         timestamptz,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT ballot_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT ballot_call_is_whole CHECK (num_nulls(target, code_hash, action, data, salt) IN (0, 5)),
  CONSTRAINT ballot_pkey PRIMARY KEY (id, valid_from_block),
  CONSTRAINT ballot_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX ballot_current ON ballot (id) WHERE valid_until_block IS NULL;
CREATE INDEX ballot_valid_from ON ballot (valid_from_block);
CREATE INDEX ballot_valid_until ON ballot (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX ballot_by_opening ON ballot (opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX ballot_by_status ON ballot (status, opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX ballot_by_author ON ballot (author, opened_at, id) WHERE valid_until_block IS NULL;
CREATE INDEX ballot_by_end ON ballot (end_at, id) WHERE valid_until_block IS NULL;

-- The vote that stands for each voter. voted_at is the time that the voter signed.
CREATE TABLE vote (
  ballot_id         hash32 NOT NULL,
  voter             address NOT NULL,
  vote_id           hash32 NOT NULL,
  choice            text NOT NULL CONSTRAINT vote_choice CHECK (choice IN ('For', 'Against', 'Abstain')),
  power             uint64 NOT NULL,
  voted_at          timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  valid_until_block bigint CONSTRAINT vote_versions_in_order CHECK (valid_until_block > valid_from_block),
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT vote_pkey PRIMARY KEY (ballot_id, voter, valid_from_block),
  CONSTRAINT vote_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE UNIQUE INDEX vote_current ON vote (ballot_id, voter) WHERE valid_until_block IS NULL;
CREATE INDEX vote_valid_from ON vote (valid_from_block);
CREATE INDEX vote_valid_until ON vote (valid_until_block) WHERE valid_until_block IS NOT NULL;
CREATE INDEX vote_by_time ON vote (ballot_id, voted_at, voter) WHERE valid_until_block IS NULL;
CREATE INDEX vote_by_power ON vote (ballot_id, power, voter) WHERE valid_until_block IS NULL;
CREATE INDEX vote_by_voter ON vote (voter, voted_at, ballot_id) WHERE valid_until_block IS NULL;
CREATE INDEX vote_by_vote_id ON vote (vote_id) WHERE valid_until_block IS NULL;

-- Every vote that was ever counted, standing or replaced.
CREATE TABLE counted_vote (
  ballot_id         hash32 NOT NULL,
  voter             address NOT NULL,
  vote_id           hash32 NOT NULL,
  choice            text NOT NULL CONSTRAINT counted_vote_choice CHECK (choice IN ('For', 'Against', 'Abstain')),
  power             uint64 NOT NULL,
  voted_at          timestamptz NOT NULL,
  valid_from_block  bigint NOT NULL,
  block_hash        hash32 NOT NULL,
  transaction_hash  hash32 NOT NULL,
  log_index         integer NOT NULL,
  CONSTRAINT counted_vote_pkey PRIMARY KEY (valid_from_block, log_index),
  CONSTRAINT counted_vote_origin FOREIGN KEY (valid_from_block, log_index) REFERENCES log (block_number, log_index)
);
CREATE INDEX counted_vote_by_ballot ON counted_vote (ballot_id, voted_at, valid_from_block, log_index);
CREATE INDEX counted_vote_by_voter ON counted_vote (voter, voted_at);
CREATE INDEX counted_vote_by_vote_id ON counted_vote (vote_id);
