-- The next batch of a ballot's queued votes is the beginning of this index, however many wait behind it.

DROP INDEX oracle.vote_verdict_queued;
CREATE INDEX vote_verdict_queued ON oracle.vote_verdict (proposal_id, by_contract, not_before, signed_at, vote_id)
    WHERE state = 'queued';
