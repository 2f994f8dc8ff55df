// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";

contract SnapshotBallotCountTest is ElectionFixture {
    /// @dev Bytes before the first vote in the calldata of `count`: selector, id, offset, length.
    uint256 private constant FIRST_VOTE = 4 + 3 * 32;

    bytes32 private id;

    function setUp() public {
        deployElection(40);
        id = openAct(author, 1);
        skip(1 hours);
    }

    // ---------------------------------------------------------- the ballot

    function test_RevertWhen_BallotIsUnknown() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 1, FOR);
        expectUnknown(keccak256("unknown"));
        ballot.count(keccak256("unknown"), votes);
    }

    function test_RevertWhen_BallotIsClosed() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 1, FOR);
        warpToClose(id);
        ballot.close(id);
        expectStatusError(id, ISnapshotBallot.Status.Rejected);
        ballot.count(id, votes);
    }

    function test_RevertWhen_CountingIsOver() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 1, FOR);
        uint64 countUntil = ballot.ballot(id).countUntil;
        vm.warp(countUntil + 1);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_CountingOver.selector, id, countUntil));
        ballot.count(id, votes);
    }

    function test_CountsInTheLastSecond() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 1, FOR);
        vm.warp(ballot.ballot(id).countUntil);
        assertEq(ballot.count(id, votes), 1);
    }

    // --------------------------------------------------------- bad votes

    function test_RevertWhen_ThereIsNoVote() public {
        expectNothingCounted(id);
        ballot.count(id, new ISnapshotBallot.Vote[](0));
    }

    function test_RevertWhen_NoVoteCounts() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 2, FOR);
        ballot.count(id, votes);
        expectNothingCounted(id);
        ballot.count(id, votes);
    }

    function test_SkipsWhatDoesNotCount() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 6, FOR);
        votes[0].variant = 4;
        votes[1].choice = AGAINST;
        votes[2].timestamp += 1;
        votes[4] = signedVote(id, makeAccount("stranger"), FOR);
        vm.recordLogs();
        assertEq(ballot.count(id, votes), 2);
        assertEq(vm.getRecordedLogs().length, 2, "one event for each vote that counts");
        assertTally(id, 2, 0, 0, 2);
    }

    function test_SkipsAVoteForAnotherBallot() public {
        bytes32 other = openAct(author, 2);
        ISnapshotBallot.Vote memory vote = signedVote(other, memberAt(1), FOR);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
        expectNothingCounted(id);
        countOne(id, vote);
    }

    function test_SkipsValuesThatDoNotFitTheirTypes() public {
        // Word 0 is the voter, 1 the variant, 2 the choice, 3 the timestamp.
        for (uint256 word = 0; word < 4; word++) {
            bytes memory data = abi.encodeCall(ballot.count, (id, votesOf(id, 0, 2, FOR)));
            data[FIRST_VOTE + word * 32 + 10] = 0x01;
            uint256 state = vm.snapshotState();
            (bool success, bytes memory result) = address(ballot).call(data);
            assertTrue(success, "the batch goes on");
            assertEq(abi.decode(result, (uint256)), 1, "the malformed vote is skipped");
            assertTally(id, 1, 0, 0, 1);
            vm.revertToStateAndDelete(state);
        }
    }

    // ------------------------------------------------------------- check

    function test_RevertWhen_CheckingAnUnknownBallot() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 1, FOR);
        expectUnknown(keccak256("unknown"));
        ballot.check(keccak256("unknown"), votes);
    }

    function test_ChecksVariantChoiceAndDates() public {
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        ISnapshotBallot.Vote memory vote = voteOf(memberAt(1).addr, FOR);
        vote.variant = 4;
        vote.choice = 0;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.UnknownVariant);
        vote.variant = 255;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.UnknownVariant);
        vote.variant = 3;
        vote.timestamp = 0;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.ChoiceOutOfRange);
        vote.choice = 4;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.ChoiceOutOfRange);
        vote.choice = 3;
        vote.timestamp = state.start - 1;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedOutsideWindow);
        vote.timestamp = state.end + 1;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedOutsideWindow);
        vote.timestamp = type(uint64).max;
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedOutsideWindow);
        vote.timestamp = uint64(vm.getBlockTimestamp() + 301);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedAhead);
        vote.timestamp = uint64(vm.getBlockTimestamp() + 300);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
        assertVerdict(id, sign(id, memberAt(1), vote), ISnapshotBallot.VoteVerdict.Countable);
    }

    function test_ChecksSignaturePowerAndOrder() public {
        ISnapshotBallot.Vote memory vote = sign(id, memberAt(2), voteOf(memberAt(1).addr, FOR));
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
        Account memory stranger = makeAccount("stranger");
        assertVerdict(id, signedVote(id, stranger, FOR), ISnapshotBallot.VoteVerdict.NoPower);
        vote = signedVote(id, memberAt(1), FOR);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.Countable);
        countOne(id, vote);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.Superseded);
    }

    function test_ChecksTheFirstAndTheLastSecond() public {
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        ISnapshotBallot.Vote memory vote = voteOf(memberAt(1).addr, FOR);
        vote.timestamp = state.start;
        assertVerdict(id, sign(id, memberAt(1), vote), ISnapshotBallot.VoteVerdict.Countable);
        vote.timestamp = state.end;
        vm.warp(state.end - 300);
        assertVerdict(id, sign(id, memberAt(1), vote), ISnapshotBallot.VoteVerdict.Countable);
        vm.warp(state.end - 301);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedAhead);
    }

    function test_ChecksTheZeroAddress() public {
        // A recovery that fails gives the zero address, which has power here.
        electorate.setPower(address(0), 5);
        assertVerdict(id, voteOf(address(0), FOR), ISnapshotBallot.VoteVerdict.SignatureInvalid);
    }

    function test_ChecksHighS() public {
        ISnapshotBallot.Vote memory vote = voteOf(memberAt(1).addr, FOR);
        bytes32 voteId = ballot.voteIdOf(id, vote);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(memberAt(1).key, voteId);
        uint256 highS = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 - uint256(s);
        assertEq(ecrecover(voteId, 55 - v, r, bytes32(highS)), vote.voter, "the curve accepts the twin");
        // In EIP-2098 form a high s would overwrite the bit of v, except for those just above the half.
        vote.r = r;
        vote.vs = bytes32(highS | (uint256(55 - v - 27) << 255));
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
        vote.vs = bytes32(uint256(0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A1));
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
    }

    // ------------------------------------------------------------ success

    function test_AddsThePowerAtTheSnapshotToTheChoice() public {
        electorate.setPower(memberAt(0).addr, 4);
        electorate.setPower(memberAt(1).addr, 3);
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](4);
        votes[0] = signedVote(id, memberAt(0), FOR);
        votes[1] = signedVote(id, memberAt(1), AGAINST);
        votes[2] = signedVote(id, memberAt(2), ABSTAIN);
        votes[3] = signedVote(id, memberAt(3), ABSTAIN);
        assertEq(ballot.count(id, votes), 4);
        assertTally(id, 4, 3, 2, 4);
    }

    function test_AddsToEarlierBatches() public {
        cast(id, 0, 3, FOR);
        cast(id, 3, 2, AGAINST);
        assertTally(id, 3, 2, 0, 5);
    }

    function test_StoresTheVoteInOneSlot() public {
        electorate.setPower(memberAt(1).addr, type(uint48).max);
        ISnapshotBallot.Vote memory vote = signedVote(id, memberAt(1), AGAINST);
        bytes32 voteId = ballot.voteIdOf(id, vote);
        countOne(id, vote);
        (uint64 timestamp, bytes20 idPrefix, uint64 power, uint8 choice) = ballot.voteOf(id, memberAt(1).addr);
        assertEq(timestamp, vote.timestamp);
        assertEq(bytes32(idPrefix), bytes32(bytes20(voteId)));
        assertEq(power, type(uint48).max);
        assertEq(choice, AGAINST);
    }

    function test_RevertWhen_PowerDoesNotFit() public {
        // The total that opened the ballot bounds every power; a registry that breaks this may not corrupt the slot.
        electorate.setPower(memberAt(1).addr, uint256(type(uint48).max) + 1);
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 1, 1, FOR);
        vm.expectPartialRevert(bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)")));
        ballot.count(id, votes);
    }

    function test_TellsEachVoteInAnEvent() public {
        ISnapshotBallot.Vote memory vote = signedVote(id, memberAt(1), ABSTAIN);
        bytes32 voteId = ballot.voteIdOf(id, vote);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.VoteCounted(id, memberAt(1).addr, voteId, ABSTAIN, 1, vote.timestamp);
        countOne(id, vote);
    }

    function test_TakesAllFourVariants() public {
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](4);
        for (uint8 variant = 0; variant < 4; variant++) {
            votes[variant] = voteOf(memberAt(variant).addr, FOR);
            votes[variant].variant = variant;
            votes[variant] = sign(id, memberAt(variant), votes[variant]);
        }
        assertEq(ballot.count(id, votes), 4);
    }

    // --------------------------------------------------------- replacement

    function test_LetsTheLaterVoteReplace() public {
        castOne(id, memberAt(1), FOR);
        skip(1);
        castOne(id, memberAt(1), AGAINST);
        assertTally(id, 0, 1, 0, 1);
        skip(1);
        castOne(id, memberAt(1), ABSTAIN);
        assertTally(id, 0, 0, 1, 1);
    }

    function test_KeepsTheLaterVoteWhenTheEarlierArrivesAfterIt() public {
        ISnapshotBallot.Vote memory early = signedVote(id, memberAt(1), FOR);
        skip(1);
        castOne(id, memberAt(1), AGAINST);
        assertVerdict(id, early, ISnapshotBallot.VoteVerdict.Superseded);
        expectNothingCounted(id);
        countOne(id, early);
    }

    function test_LetsTheHigherIdReplaceAtTheSameTimestamp() public {
        ISnapshotBallot.Vote memory low = signedVote(id, memberAt(1), FOR);
        ISnapshotBallot.Vote memory high = signedVote(id, memberAt(1), AGAINST);
        if (ballot.voteIdOf(id, low) > ballot.voteIdOf(id, high)) (low, high) = (high, low);
        countOne(id, low);
        assertVerdict(id, high, ISnapshotBallot.VoteVerdict.Countable);
        countOne(id, high);
        assertVerdict(id, low, ISnapshotBallot.VoteVerdict.Superseded);
        (,,, uint8 choice) = ballot.voteOf(id, memberAt(1).addr);
        assertEq(choice, high.choice);
    }

    function test_CountsBothVotesOfAVoterInOneBatch() public {
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](2);
        votes[0] = signedVote(id, memberAt(1), FOR);
        skip(1);
        votes[1] = signedVote(id, memberAt(1), AGAINST);
        assertEq(ballot.count(id, votes), 2);
        assertTally(id, 0, 1, 0, 1);
    }

    // ---------------------------------------------------------- extension

    function test_ExtendsWhenTheMajorityTurnsAfterTheEnd() public {
        cast(id, 0, 10, AGAINST);
        ISnapshotBallot.Vote[] memory heldBack = votesOf(id, 10, 11, FOR);
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        vm.warp(state.end + 1);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.CountExtended(id, state.countUntil + 1 hours, 1);
        ballot.count(id, heldBack);
        assertEq(ballot.ballot(id).countUntil, state.countUntil + 1 hours);
        assertEq(ballot.ballot(id).extensions, 1);
    }

    function test_ExtendsWhenTheVotersBecomeEnough() public {
        cast(id, 0, 9, FOR);
        expectExtensions(votesOf(id, 9, 1, FOR), 1);
    }

    function test_ExtendsWhenTheQuorumIsReached() public {
        // 5 % of 1,000 are 50: ten voters are enough, their 49 nodes are not.
        electorate.setTotalAt(START_BLOCK - 1, 1000);
        electorate.setPower(memberAt(0).addr, 40);
        id = openAct(memberAt(1), 2);
        cast(id, 0, 10, FOR);
        expectExtensions(votesOf(id, 10, 1, ABSTAIN), 1);
    }

    function test_DoesNotExtendWhenTheOutcomeStays() public {
        cast(id, 0, 10, FOR);
        expectExtensions(votesOf(id, 10, 9, AGAINST), 0);
    }

    function test_DoesNotExtendInTheLastSecondBeforeTheEnd() public {
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 10, FOR);
        warpToEnd(id);
        ballot.count(id, votes);
        assertEq(ballot.ballot(id).extensions, 0);
    }

    function test_ExtendsThreeTimesAtMost() public {
        uint64 countUntil = ballot.ballot(id).countUntil;
        cast(id, 0, 9, ABSTAIN);
        ISnapshotBallot.Vote[5] memory swings;
        for (uint8 i = 0; i < 5; i++) {
            swings[i] = signedVote(id, memberAt(20), i % 2 == 0 ? FOR : AGAINST);
            skip(1);
        }
        warpToEnd(id);
        skip(1);
        for (uint256 i = 0; i < 5; i++) {
            countOne(id, swings[i]);
            assertEq(ballot.ballot(id).extensions, i < 3 ? i + 1 : 3);
        }
        assertEq(ballot.ballot(id).countUntil, countUntil + 3 hours);
    }

    function expectExtensions(ISnapshotBallot.Vote[] memory votes, uint256 expected) private {
        warpToEnd(id);
        skip(1);
        ballot.count(id, votes);
        assertEq(ballot.ballot(id).extensions, expected);
    }
}
