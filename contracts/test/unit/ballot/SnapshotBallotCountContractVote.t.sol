// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeContractWallet} from "../../support/FakeContractWallet.sol";
import {FakeHostileWallet} from "../../support/FakeHostileWallet.sol";

/// @notice The third part of SnapshotBallotCount.tree.
contract SnapshotBallotCountContractVoteTest is ElectionFixture {
    /// @dev The wallet's 500,000 and what the ballot itself may need.
    uint256 private constant GAS_OF_A_BOMB_MAX = 600_000;

    bytes32 private id;
    FakeContractWallet private wallet;

    function setUp() public {
        deployElection(20);
        wallet = new FakeContractWallet();
        electorate.setPower(address(wallet), 2);
        id = openAct(author, 1);
        skip(1 hours);
    }

    // ---------------------------------------------------------- the ballot

    function test_RevertWhen_BallotIsUnknown() public {
        ISnapshotBallot.Vote memory vote = approvedVote(FOR);
        expectUnknown(keccak256("unknown"));
        ballot.countContractVote(keccak256("unknown"), vote, "");
    }

    function test_RevertWhen_BallotIsClosed() public {
        ISnapshotBallot.Vote memory vote = approvedVote(FOR);
        warpToClose(id);
        ballot.close(id);
        expectStatusError(id, ISnapshotBallot.Status.Rejected);
        ballot.countContractVote(id, vote, "");
    }

    function test_RevertWhen_CountingIsOver() public {
        ISnapshotBallot.Vote memory vote = approvedVote(FOR);
        uint64 countUntil = ballot.ballot(id).countUntil;
        vm.warp(countUntil + 1);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_CountingOver.selector, id, countUntil));
        ballot.countContractVote(id, vote, "");
    }

    // ------------------------------------------------------------ the vote

    function test_RevertWhen_FieldsDoNotCount() public {
        ISnapshotBallot.Vote memory vote = voteOf(address(wallet), FOR);
        vote.variant = 4;
        expectRefused(vote, ISnapshotBallot.VoteVerdict.UnknownVariant);
        vote.variant = 0;
        vote.choice = 0;
        expectRefused(vote, ISnapshotBallot.VoteVerdict.ChoiceOutOfRange);
        vote.choice = 1;
        vote.timestamp = ballot.ballot(id).end + 1;
        expectRefused(vote, ISnapshotBallot.VoteVerdict.DatedOutsideWindow);
        vote.timestamp = uint64(vm.getBlockTimestamp() + 301);
        expectRefused(vote, ISnapshotBallot.VoteVerdict.DatedAhead);
    }

    function test_RevertWhen_WalletDoesNotAgree() public {
        expectRefused(voteOf(address(wallet), FOR), ISnapshotBallot.VoteVerdict.SignatureInvalid);
    }

    function test_RevertWhen_VoterIsNoContract() public {
        // Not even with the key's own signature: such votes go into `count`.
        ISnapshotBallot.Vote memory vote = signedVote(id, memberAt(1), FOR);
        expectRefused(vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
    }

    function test_RevertWhen_WalletHasNoPower() public {
        FakeContractWallet stranger = new FakeContractWallet();
        ISnapshotBallot.Vote memory vote = voteOf(address(stranger), FOR);
        stranger.approve(ballot.voteIdOf(id, vote));
        expectRefused(vote, ISnapshotBallot.VoteVerdict.NoPower);
    }

    function test_RevertWhen_VoteIsSuperseded() public {
        ISnapshotBallot.Vote memory vote = approvedVote(FOR);
        ballot.countContractVote(id, vote, "");
        expectRefused(vote, ISnapshotBallot.VoteVerdict.Superseded);
    }

    function test_RevertWhen_WalletIsHostile() public {
        for (uint8 behaviour = 0; behaviour <= uint8(type(FakeHostileWallet.Behaviour).max); behaviour++) {
            bool isHonestIfVerbose =
                FakeHostileWallet.Behaviour(behaviour) == FakeHostileWallet.Behaviour.ReturnsHugeData;
            if (isHonestIfVerbose) continue;
            address hostile = address(new FakeHostileWallet(FakeHostileWallet.Behaviour(behaviour)));
            electorate.setPower(hostile, 1);
            ISnapshotBallot.Vote memory vote = voteOf(hostile, FOR);
            bytes memory refusal = abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector,
                id,
                hostile,
                ISnapshotBallot.VoteVerdict.SignatureInvalid
            );
            uint256 gasBefore = gasleft();
            vm.expectRevert(refusal);
            ballot.countContractVote(id, vote, "");
            assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas");
        }
    }

    function test_CopiesOneWordOfAnAnswerHoweverLong() public {
        address verbose = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.ReturnsHugeData));
        electorate.setPower(verbose, 1);
        uint256 gasBefore = gasleft();
        ballot.countContractVote(id, voteOf(verbose, FOR), "");
        assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas");
        assertTally(id, 1, 0, 0, 1);
    }

    // ------------------------------------------------------------- success

    function test_CountsAVoteOfAWallet() public {
        ISnapshotBallot.Vote memory vote = approvedVote(AGAINST);
        bytes32 voteId = ballot.voteIdOf(id, vote);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.VoteCounted(id, address(wallet), voteId, AGAINST, 2, vote.timestamp);
        ballot.countContractVote(id, vote, hex"5afe");
        assertTally(id, 0, 2, 0, 1);
    }

    function test_ReplacesAnEarlierVote() public {
        ballot.countContractVote(id, approvedVote(FOR), "");
        skip(1);
        ballot.countContractVote(id, approvedVote(ABSTAIN), "");
        assertTally(id, 0, 0, 2, 1);
    }

    function test_CountsAnEip7702AccountByItsCodeAndByItsKey() public {
        Account memory delegated = memberAt(1);
        vm.signAndAttachDelegation(address(wallet), delegated.key);
        ISnapshotBallot.Vote memory vote = voteOf(delegated.addr, FOR);
        FakeContractWallet(delegated.addr).approve(ballot.voteIdOf(id, vote));
        ballot.countContractVote(id, vote, "");
        assertTally(id, 1, 0, 0, 1);
        skip(1);
        castOne(id, delegated, AGAINST);
        assertTally(id, 0, 1, 0, 1);
    }

    function test_ExtendsLikeCount() public {
        cast(id, 0, 9, FOR);
        ISnapshotBallot.Vote memory vote = approvedVote(FOR);
        warpToEnd(id);
        skip(1);
        ballot.countContractVote(id, vote, "");
        assertEq(ballot.ballot(id).extensions, 1);
    }

    function approvedVote(uint8 choice) private returns (ISnapshotBallot.Vote memory vote) {
        vote = voteOf(address(wallet), choice);
        wallet.approve(ballot.voteIdOf(id, vote));
    }

    function expectRefused(ISnapshotBallot.Vote memory vote, ISnapshotBallot.VoteVerdict verdict) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector, id, vote.voter, verdict)
        );
        ballot.countContractVote(id, vote, "");
    }
}
