// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {ReferenceElection} from "../../support/ReferenceElection.sol";

/// @notice Random elections: powers, re-votes, ties, bad and late messages, any order, any batches; the contract and the
/// reference must agree after each batch and on the outcome.
contract ElectionTest is ElectionFixture {
    uint256 private constant MEMBERS = 16;
    uint256 private constant BATCHES = 12;

    /// @dev Making an account is slow, and elections need each of them many times.
    Account[] private accounts;
    uint256 private seed;
    bytes32 private id;
    ReferenceElection private expected;

    function setUp() public {
        deployElection(MEMBERS);
        for (uint256 i = 0; i < MEMBERS + 2; i++) {
            accounts.push(memberAt(i));
        }
    }

    /// forge-config: default.fuzz.runs = 128
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_ContractCountsWhatTheReferenceCounts(uint256 seed_) public {
        seed = seed_;
        for (uint256 i = 0; i < MEMBERS; i++) {
            electorate.setPower(accounts[i].addr, 1 + random(4));
        }
        // Others never vote, so that some elections are decided by their quorum.
        electorate.setTotalAt(START_BLOCK - 1, electorate.total() + random(300));
        startElection(random(2) == 0 ? ORDINARY : EMERGENCY);
        for (uint256 i = 0; i < BATCHES; i++) {
            skip(random((ballot.ballot(id).end - START) / 6));
            if (vm.getBlockTimestamp() > ballot.ballot(id).countUntil) break;
            countBatch();
            assertAgreement();
        }
        warpToClose(id);
        assertEq(ballot.close(id), expected.passes(), "outcome");
    }

    function startElection(uint8 track) private {
        bytes memory data =
            track == ORDINARY ? abi.encodeCall(FakeTarget.act, (1)) : abi.encodeCall(FakeTarget.halt, ());
        id = openCall(author, track, address(target), data);
        expected = new ReferenceElection(
            ReferenceElection.Ballot({
                start: START - 310,
                end: START + (track == ORDINARY ? 73 hours : 3 hours),
                grace: track == ORDINARY ? 1 hours : 10 minutes,
                totalPower: electorate.getPastTotalSupply(START_BLOCK - 1),
                quorumBps: track == ORDINARY ? 500 : 2000,
                votersMin: 10,
                twoThirds: track == EMERGENCY
            })
        );
    }

    function countBatch() private {
        bool passedBefore = expected.passes();
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](1 + random(6));
        uint256 counted = 0;
        for (uint256 i = 0; i < votes.length; i++) {
            bool isSignedByVoter;
            (votes[i], isSignedByVoter) = randomVote();
            bytes32 voteId = votes[i].variant < 4 ? ballot.voteIdOf(id, votes[i]) : bytes32(0);
            uint256 power = electorate.getPastVotes(votes[i].voter, 0);
            if (expected.offer(votes[i], voteId, isSignedByVoter, power)) counted++;
        }
        if (counted == 0) {
            expectNothingCounted(id);
            ballot.count(id, votes);
            return;
        }
        assertEq(ballot.count(id, votes), counted, "counted");
        expected.settle(passedBefore);
    }

    /// @dev Mostly good; now and then of a stranger, of another's key, of a wrong kind, or of a wrong date.
    function randomVote() private returns (ISnapshotBallot.Vote memory vote, bool isSignedByVoter) {
        uint256 member = random(MEMBERS + 1);
        vote = voteOf(accounts[member].addr, uint8(random(16) == 0 ? 4 * random(2) : 1 + random(3)));
        vote.variant = uint8(random(16) == 0 ? 4 : random(4));
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        uint256 present = vm.getBlockTimestamp();
        uint256 kind = random(8);
        if (kind == 0) vote.timestamp = uint64(state.start - 1 + random(state.end - state.start + 3));
        else if (kind == 1) vote.timestamp = uint64(present + 299 + random(4));
        else if (kind == 2) vote.timestamp = uint64(state.start + random(3));
        else vote.timestamp = uint64(present - random(2));
        if (vote.variant == 4) return (vote, false);
        isSignedByVoter = random(12) != 0;
        vote = sign(id, accounts[isSignedByVoter ? member : MEMBERS + 1], vote);
    }

    function assertAgreement() private view {
        (uint256[3] memory powers, uint256 voters) = expected.tally();
        assertTally(id, powers[0], powers[1], powers[2], voters);
        assertEq(ballot.ballot(id).quorum, expected.quorum(), "quorum");
        assertEq(ballot.ballot(id).countUntil, expected.countUntil(), "countUntil");
        assertEq(ballot.ballot(id).extensions, expected.extensions(), "extensions");
    }

    /// @dev Below `limit`, the next of a sequence that the seed alone decides.
    function random(uint256 limit) private returns (uint256) {
        seed = uint256(keccak256(abi.encode(seed)));
        return seed % limit;
    }
}
