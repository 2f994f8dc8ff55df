-- What only the hub and the oracle know: why a vote or a proposal is not on the chain, or not yet.

CREATE VIEW oracle.public_vote_verdict AS
SELECT
    'oracle:0x' || encode(v.vote_id, 'hex') AS id,
    v.vote_id,
    v.proposal_id,
    v.voter,
    v.claimed,
    v.choice,
    v.countable,
    'oracle'::text AS source,
    v.code AS reason,
    v.detail,
    v.decided_at AS seen_at
FROM oracle.vote_verdict AS v
UNION ALL
SELECT
    'oracle:0x' || encode(p.proposal_id, 'hex'),
    NULL,
    p.proposal_id,
    NULL,
    false,
    NULL,
    false,
    'oracle',
    p.code,
    p.detail,
    p.updated_at
FROM oracle.ballot_progress AS p
WHERE p.stage IN ('unreadable', 'waiting', 'refused') AND p.code NOT IN ('NEW', 'OPENING')
UNION ALL
SELECT
    'hub:' || r.seq,
    r.vote_id,
    r.proposal_id,
    r.voter,
    r.claimed,
    r.choice,
    false,
    'hub',
    r.reason,
    r.detail,
    r.seen_at
FROM oracle.hub_refusal AS r;

COMMENT ON VIEW oracle.public_vote_verdict IS
    'Off-chain knowledge: what the hub refused and what the oracle made of archived messages. vote_id is null for a proposal.';
