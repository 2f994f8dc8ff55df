import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ask, follow } from './api.js';
import { OVERVIEW, VOTE_CHANGES, type VoteChange, Votes } from './votes.js';

const [url, cursorFile, changesWanted] = process.argv.slice(2);
if (url === undefined || cursorFile === undefined) {
  console.error('usage: npm start -- URL CURSOR_FILE [CHANGES]');
  process.exit(2);
}

const overview = await ask(url, OVERVIEW, {});
console.log(`block ${overview._meta.block.number}`);
for (const ballot of overview.ballots) {
  console.log(`ballot ${ballot.id} ${ballot.status} ${ballot.votesFor}:${ballot.votesAgainst}:${ballot.votesAbstain}`);
}
for (const vote of overview.votes) {
  console.log(`vote ${vote.voter} ${vote.choice} ${vote.power}`);
}
for (const operator of overview.operators) {
  console.log(`operator ${operator.id} ${operator.activeNodeCount}`);
}

// What we were told last, in an earlier run; or else what we have just read.
const after = existsSync(cursorFile) ? readFileSync(cursorFile, 'utf8') : (overview._meta.cursor ?? null);
const votes = new Votes(overview.votes);
let left = changesWanted === undefined ? Number.POSITIVE_INFINITY : Number(changesWanted);
if (left > 0) {
  for await (const changes of follow(url, VOTE_CHANGES, after, (result) => result.votes)) {
    changes.forEach(tell);
    writeFileSync(cursorFile, changes.at(-1)?.cursor ?? '');
    left -= changes.length;
    if (left <= 0) {
      break;
    }
  }
}

function tell(change: VoteChange): void {
  votes.apply(change);
  const said =
    change.row == null ? `taken back above ${change.takenBackAbove}` : `${change.row.voter} ${change.row.choice} ${change.row.power}`;
  console.log(`changed ${said}; ${votes.size} votes stand`);
}
