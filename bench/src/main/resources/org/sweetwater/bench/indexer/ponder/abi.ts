import { parseAbi } from "viem";

export const ballotAbi = parseAbi([
  "event BallotOpened(bytes32 indexed id, address indexed author, uint8 indexed track, uint64 snapshot, uint64 start, uint64 end, uint64 countUntil, uint64 quorum, uint32 votersMin, bool twoThirds, uint64 delay)",
  "event VoteCounted(bytes32 indexed id, address indexed voter, bytes32 voteId, uint8 choice, uint64 power, uint64 timestamp)",
]);
