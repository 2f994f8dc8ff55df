import { index, onchainTable, primaryKey } from "ponder";

export const ballot = onchainTable("ballot", (t) => ({
  id: t.hex().primaryKey(),
  author: t.hex().notNull(),
  track: t.integer().notNull(),
  snapshotBlock: t.bigint().notNull(),
  startAt: t.bigint().notNull(),
  endAt: t.bigint().notNull(),
  countUntil: t.bigint().notNull(),
  quorum: t.bigint().notNull(),
  votersMin: t.bigint().notNull(),
  twoThirds: t.boolean().notNull(),
  delaySeconds: t.bigint().notNull(),
  votesFor: t.bigint().notNull(),
  votesAgainst: t.bigint().notNull(),
  votesAbstain: t.bigint().notNull(),
  voters: t.bigint().notNull(),
  openedAt: t.bigint().notNull(),
  blockNumber: t.bigint().notNull(),
  transactionHash: t.hex().notNull(),
  logIndex: t.integer().notNull(),
}));

export const vote = onchainTable(
  "vote",
  (t) => ({
    ballotId: t.hex().notNull(),
    voter: t.hex().notNull(),
    voteId: t.hex().notNull(),
    choice: t.integer().notNull(),
    power: t.bigint().notNull(),
    votedAt: t.bigint().notNull(),
    blockNumber: t.bigint().notNull(),
    transactionHash: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.ballotId, table.voter] }),
    byPower: index().on(table.ballotId, table.power),
    byTime: index().on(table.ballotId, table.votedAt),
    byVoter: index().on(table.voter, table.votedAt),
  }),
);

export const voter = onchainTable(
  "voter",
  (t) => ({
    id: t.hex().primaryKey(),
    ballots: t.bigint().notNull(),
    powerCast: t.bigint().notNull(),
    votesCounted: t.bigint().notNull(),
    lastCountedAt: t.bigint().notNull(),
  }),
  (table) => ({ byPower: index().on(table.powerCast) }),
);
