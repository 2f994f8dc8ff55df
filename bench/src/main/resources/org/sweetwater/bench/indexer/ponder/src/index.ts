import { ponder } from "ponder:registry";
import { ballot, vote, voter } from "ponder:schema";

ponder.on("Ballot:BallotOpened", async ({ event, context }) => {
  const { args } = event;
  await context.db.insert(ballot).values({
    id: args.id,
    author: args.author,
    track: args.track,
    snapshotBlock: args.snapshot,
    startAt: args.start,
    endAt: args.end,
    countUntil: args.countUntil,
    quorum: args.quorum,
    votersMin: BigInt(args.votersMin),
    twoThirds: args.twoThirds,
    delaySeconds: args.delay,
    votesFor: 0n,
    votesAgainst: 0n,
    votesAbstain: 0n,
    voters: 0n,
    openedAt: event.block.timestamp,
    blockNumber: event.block.number,
    transactionHash: event.transaction.hash,
    logIndex: event.log.logIndex,
  });
});

ponder.on("Ballot:VoteCounted", async ({ event, context }) => {
  const { id, voter: account, voteId, choice, power, timestamp } = event.args;
  const previous = await context.db.find(vote, { ballotId: id, voter: account });
  const fields = {
    voteId,
    choice,
    power,
    votedAt: timestamp,
    blockNumber: event.block.number,
    transactionHash: event.transaction.hash,
    logIndex: event.log.logIndex,
  };
  await context.db
    .insert(vote)
    .values({ ballotId: id, voter: account, ...fields })
    .onConflictDoUpdate(fields);
  const of = (which: number) =>
    (choice === which ? power : 0n) - (previous?.choice === which ? previous.power : 0n);
  await context.db.update(ballot, { id }).set((row) => ({
    votesFor: row.votesFor + of(1),
    votesAgainst: row.votesAgainst + of(2),
    votesAbstain: row.votesAbstain + of(3),
    voters: row.voters + (previous ? 0n : 1n),
  }));
  await context.db
    .insert(voter)
    .values({
      id: account,
      ballots: 1n,
      powerCast: power,
      votesCounted: 1n,
      lastCountedAt: event.block.timestamp,
    })
    .onConflictDoUpdate((row) => ({
      ballots: row.ballots + (previous ? 0n : 1n),
      powerCast: row.powerCast - (previous?.power ?? 0n) + power,
      votesCounted: row.votesCounted + 1n,
      lastCountedAt: event.block.timestamp,
    }));
});
