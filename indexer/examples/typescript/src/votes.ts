import { graphql } from './generated/gql.js';
import type { VoteChangesSubscription } from './generated/graphql.js';

export const OVERVIEW = graphql(`
  query Overview {
    _meta {
      block {
        number
      }
      cursor
    }
    ballots(first: 10, orderBy: openedAt, orderDirection: desc) {
      id
      status
      votesFor
      votesAgainst
      votesAbstain
    }
    votes(first: 100, orderBy: power, orderDirection: desc) {
      id
      voter
      choice
      power
      blockNumber
    }
    operators(first: 10, orderBy: activeNodeCount, orderDirection: desc) {
      id
      activeNodeCount
    }
  }
`);

export const VOTE_CHANGES = graphql(`
  subscription VoteChanges($after: String) {
    votes(after: $after) {
      cursor
      takenBackAbove
      row {
        id
        voter
        choice
        power
        blockNumber
      }
    }
  }
`);

export type VoteChange = VoteChangesSubscription['votes'][number];
export type Vote = NonNullable<VoteChange['row']>;

/** The votes that stand, by id: what was read, with every change since. */
export class Votes {
  readonly #byId = new Map<string, Vote>();

  constructor(read: readonly Vote[] = []) {
    for (const vote of read) {
      this.#byId.set(vote.id, vote);
    }
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Applies one change; after a reorganisation the rows that now stand follow by themselves. */
  apply(change: VoteChange): void {
    if (change.takenBackAbove != null) {
      for (const [id, vote] of this.#byId) {
        if (vote.blockNumber > change.takenBackAbove) {
          this.#byId.delete(id);
        }
      }
    }
    if (change.row != null) {
      this.#byId.set(change.row.id, change.row);
    }
  }
}
