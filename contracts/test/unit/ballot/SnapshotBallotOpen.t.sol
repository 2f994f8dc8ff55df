// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeContractWallet} from "../../support/FakeContractWallet.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";

contract SnapshotBallotOpenTest is ElectionFixture {
    bytes private call;

    function setUp() public {
        deployElection(20);
        call = abi.encodeCall(FakeTarget.act, (1));
    }

    // ------------------------------------------------------------ the ballot

    function test_RevertWhen_AlreadyOpen() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes32 id = openDraft(author, proposal, address(target), call);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_AlreadyOpen.selector, id));
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    function test_RevertWhen_AlreadyClosed() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes32 id = openDraft(author, proposal, address(target), call);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        warpToClose(id);
        ballot.close(id);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_AlreadyOpen.selector, id));
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    // -------------------------------------------------------------- the call

    function test_RevertWhen_DataIsShorterThanASelector() public {
        expectOpenError(
            draft(author.addr, ORDINARY),
            address(target),
            hex"aabbcc",
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_DataTooShort.selector, uint256(3))
        );
    }

    function test_RevertWhen_CallIsNotListed() public {
        expectOpenError(
            draft(author.addr, ORDINARY),
            address(target),
            abi.encodeCall(FakeTarget.actsCount, ()),
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_CallNotListed.selector, address(target), FakeTarget.actsCount.selector
            )
        );
    }

    function test_RevertWhen_SelectorIsListedForAnotherTarget() public {
        FakeTarget other = new FakeTarget();
        expectOpenError(
            draft(author.addr, ORDINARY),
            address(other),
            call,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_CallNotListed.selector, address(other), FakeTarget.act.selector
            )
        );
    }

    function test_RevertWhen_TargetHasNoCode() public {
        expectNotAContract(makeAddr("empty"));
    }

    function test_RevertWhen_TargetIsAnEip7702Account() public {
        Account memory delegated = makeAccount("delegated");
        vm.signAndAttachDelegation(address(target), delegated.key);
        assertEq(FakeTarget(delegated.addr).actsCount(), 0);
        assertEq(delegated.addr.code.length, 23, "a delegation stands there");
        expectNotAContract(delegated.addr);
    }

    function test_OpensOnATargetWithTwentyThreeBytesOfCode() public {
        address small = makeAddr("small");
        vm.etch(small, hex"6001600101600160010160016001016001600101600100");
        assertEq(small.code.length, 23);
        list(small, FakeTarget.act.selector, ORDINARY);
        openCall(author, ORDINARY, small, call);
    }

    function test_RevertWhen_ActionWasExecuted() public {
        bytes32 id = openCall(author, ORDINARY, address(target), call);
        pass(id);
        warpToExecute(id);
        ballot.execute(id);
        expectOpenError(
            draft(author.addr, ORDINARY),
            address(target),
            call,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_ActionAlreadyExecuted.selector,
                ballot.actionOf(address(target), call, SALT)
            )
        );
    }

    // ------------------------------------------------------------ the author

    function test_RevertWhen_SomebodyElseSigned() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes memory signed = signProposal(memberAt(1), proposal, address(target), call);
        expectSignatureInvalid(proposal, signed);
    }

    function test_RevertWhen_SignatureHasHighS() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(author.key, id);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes32 highS = bytes32(order - uint256(s));
        assertEq(ecrecover(id, 55 - v, r, highS), author.addr, "the curve accepts it");
        expectSignatureInvalid(proposal, abi.encodePacked(r, highS, 55 - v));
    }

    function test_RevertWhen_SignatureIsMalformed() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        expectSignatureInvalid(proposal, "");
        expectSignatureInvalid(proposal, bytes.concat(signed, hex"00"));
        expectSignatureInvalid(proposal, new bytes(65));
    }

    function test_RevertWhen_AuthorIsZero() public {
        // A failed recovery gives the zero address, which therefore must never match.
        electorate.setPower(address(0), 1);
        expectSignatureInvalid(draft(address(0), ORDINARY), new bytes(65));
    }

    function test_RevertWhen_AuthorHasNoNode() public {
        Account memory stranger = makeAccount("stranger");
        ISnapshotBallot.Proposal memory proposal = draft(stranger.addr, ORDINARY);
        bytes memory signed = signProposal(stranger, proposal, address(target), call);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_AuthorHasNoNode.selector, stranger.addr, proposal.snapshot
            )
        );
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    function test_RevertWhen_AuthorHasThreeUnclosedBallots() public {
        for (uint256 i = 0; i < 3; i++) {
            openAct(author, i);
        }
        assertEq(ballot.openBallotsOf(author.addr), 3);
        expectOpenError(
            draft(author.addr, ORDINARY),
            address(target),
            abi.encodeCall(FakeTarget.act, (3)),
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TooManyOpenBallots.selector, author.addr, uint256(3))
        );
    }

    function test_OpensAgainOnceOneBallotClosed() public {
        bytes32 first = openAct(author, 0);
        openAct(author, 1);
        openAct(author, 2);
        warpToClose(first);
        ballot.close(first);
        openAct(author, 3);
        assertEq(ballot.openBallotsOf(author.addr), 3);
    }

    function test_OpensForAnotherAuthorMeanwhile() public {
        for (uint256 i = 0; i < 3; i++) {
            openAct(author, i);
        }
        openAct(memberAt(1), 3);
        assertEq(ballot.openBallotsOf(memberAt(1).addr), 1);
    }

    // ---------------------------------------------------------- the snapshot

    function test_RevertWhen_SnapshotIsNotPast() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.snapshot = uint64(START_BLOCK);
        expectOpenError(
            proposal,
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_SnapshotNotPast.selector, START_BLOCK, START_BLOCK)
        );
        proposal.snapshot = type(uint64).max;
        expectOpenError(
            proposal,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_SnapshotNotPast.selector, type(uint64).max, START_BLOCK
            )
        );
    }

    function test_RevertWhen_SnapshotIsTooOld() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        uint256 oldest = START_BLOCK - SNAPSHOT_AGE_MAX;
        proposal.snapshot = uint64(oldest - 1);
        expectOpenError(
            proposal, abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_SnapshotTooOld.selector, oldest - 1, oldest)
        );
    }

    function test_OpensAtTheOldestSnapshot() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.snapshot = uint64(START_BLOCK - SNAPSHOT_AGE_MAX);
        openDraft(author, proposal, address(target), call);
    }

    function test_OpensOnAYoungChain() public {
        vm.roll(5);
        openAct(author, 1);
    }

    function test_RevertWhen_ElectorateWasTooSmall() public {
        electorate.setTotalAt(START_BLOCK - 1, 9);
        expectOpenError(
            draft(author.addr, ORDINARY),
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_ElectorateTooSmall.selector, uint256(9), uint256(10))
        );
    }

    function test_OpensWithTheSmallestElectorate() public {
        electorate.setTotalAt(START_BLOCK - 1, 10);
        openAct(author, 1);
    }

    function test_RevertWhen_PowersDoNotFit() public {
        electorate.setTotalAt(START_BLOCK - 1, uint256(type(uint48).max) * 20 + 20);
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        vm.expectPartialRevert(bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)")));
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    // -------------------------------------------------------------- the times

    function test_RevertWhen_ProposalCouldBeEdited() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.start = proposal.timestamp - 309;
        expectOpenError(
            proposal, abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_Editable.selector, START, START + 1)
        );
        proposal.start = type(uint64).max;
        expectOpenError(
            proposal,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_Editable.selector, START, uint256(type(uint64).max) + 310
            )
        );
    }

    function test_RevertWhen_ProposalIsDatedAhead() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.timestamp = uint64(START + 301);
        expectOpenError(
            proposal,
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_DatedAhead.selector, START + 301, START + 300)
        );
    }

    function test_OpensAProposalDatedFiveMinutesAhead() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.timestamp = uint64(START + 300);
        proposal.start = uint64(START - 10);
        openDraft(author, proposal, address(target), call);
    }

    function test_RevertWhen_WindowIsTooShort() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.end = uint64(START + 72 hours - 1);
        expectOpenError(
            proposal,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_EndTooSoon.selector, START + 72 hours - 1, START + 72 hours
            )
        );
    }

    function test_RevertWhen_WindowIsShorterThanItsTrackWants() public {
        list(address(target), FakeTarget.actsCount.selector, CONSTITUTIONAL);
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        uint256 present = vm.getBlockTimestamp();
        expectOpenError(
            proposal,
            address(target),
            abi.encodeCall(FakeTarget.actsCount, ()),
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_EndTooSoon.selector, proposal.end, present + 7 days)
        );
    }

    function test_RevertWhen_WindowIsTooLong() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.end = uint64(START + 14 days + 1);
        expectOpenError(
            proposal,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_EndTooLate.selector, START + 14 days + 1, START + 14 days
            )
        );
        proposal.end = type(uint64).max;
        expectOpenError(
            proposal,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_EndTooLate.selector, type(uint64).max, START + 14 days
            )
        );
    }

    function test_OpensWithTheShortestAndTheLongestWindow() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.end = uint64(START + 72 hours);
        openDraft(author, proposal, address(target), call);
        proposal.end = uint64(START + 14 days);
        openDraft(author, proposal, address(target), call);
    }

    // ---------------------------------------------------------------- success

    function test_OpensForWhoeverBringsIt() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        bytes32 expected = ballot.proposalIdOf(proposal, address(target), call, SALT);
        vm.prank(makeAddr("front-runner"));
        assertEq(ballot.open(proposal, signed, address(target), call, SALT), expected);
        assertEq(ballot.ballot(expected).author, author.addr);
    }

    function test_KeepsEverythingThatItNeedsLater() public {
        electorate.setTotalAt(START_BLOCK - 1, 101);
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, EMERGENCY);
        bytes memory data = abi.encodeCall(FakeTarget.halt, ());
        bytes32 id = openDraft(author, proposal, address(target), data);

        ISnapshotBallot.Ballot memory expected;
        expected.author = author.addr;
        expected.track = EMERGENCY;
        expected.status = ISnapshotBallot.Status.Open;
        expected.twoThirds = true;
        expected.votersMin = 10;
        expected.snapshot = proposal.snapshot;
        expected.start = proposal.start;
        expected.end = proposal.end;
        expected.countUntil = proposal.end + 10 minutes;
        expected.grace = 10 minutes;
        expected.quorum = 21;
        expected.target = address(target);
        expected.codeHash = address(target).codehash;
        expected.action = ballot.actionOf(address(target), data, SALT);
        expected.data = data;
        assertEq(abi.encode(ballot.ballot(id)), abi.encode(expected));
        assertEq(ballot.openBallotsOf(author.addr), 1);
    }

    function test_TellsTheCallAndTheTermsInEvents() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes memory signed = signProposal(author, proposal, address(target), call);
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        bytes32 action = ballot.actionOf(address(target), call, SALT);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.BallotOpened(
            id,
            author.addr,
            ORDINARY,
            proposal.snapshot,
            proposal.start,
            proposal.end,
            proposal.end + 1 hours,
            1,
            10,
            false,
            24 hours
        );
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.CallCommitted(id, address(target), action, address(target).codehash, call, SALT);
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    function test_RoundsTheQuorumUp() public {
        // 5 % of 20 is 1, of 21 more than 1, of 40 exactly 2, of 41 more than 2.
        assertEq(quorumAt(20), 1);
        assertEq(quorumAt(21), 2);
        assertEq(quorumAt(40), 2);
        electorate.setTotalAt(START_BLOCK - 1, 41);
        assertEq(ballot.ballot(openAct(memberAt(1), 41)).quorum, 3);
    }

    function test_OpensBothProposalVariantsAndBothVotingTypes() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        proposal.votingType = ISnapshotBallot.VotingType.SingleChoice;
        bytes32 first = openDraft(author, proposal, address(target), call);
        proposal.fromIsAddress = true;
        bytes32 second = openDraft(author, proposal, address(target), call);
        assertNotEq(first, second);
    }

    function test_OpensWithACompactSignature() public {
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, ORDINARY);
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        (bytes32 r, bytes32 vs) = vm.signCompact(author.key, id);
        ballot.open(proposal, abi.encodePacked(r, vs), address(target), call, SALT);
        assertStatus(id, ISnapshotBallot.Status.Open);
    }

    function test_OpensForAContractWallet() public {
        FakeContractWallet wallet = new FakeContractWallet();
        electorate.setPower(address(wallet), 1);
        ISnapshotBallot.Proposal memory proposal = draft(address(wallet), ORDINARY);
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        expectSignatureInvalid(proposal, hex"5afe");
        wallet.approve(id);
        ballot.open(proposal, hex"5afe", address(target), call, SALT);
        assertStatus(id, ISnapshotBallot.Status.Open);
    }

    function test_OpensForAnEip7702AccountByItsKeyAndByItsCode() public {
        FakeContractWallet code = new FakeContractWallet();
        Account memory delegated = memberAt(1);
        vm.signAndAttachDelegation(address(code), delegated.key);
        ISnapshotBallot.Proposal memory proposal = draft(delegated.addr, ORDINARY);
        openDraft(delegated, proposal, address(target), call);

        proposal.bodyHash = keccak256("another body");
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        FakeContractWallet(delegated.addr).approve(id);
        ballot.open(proposal, "", address(target), call, SALT);
        assertStatus(id, ISnapshotBallot.Status.Open);
    }

    // ---------------------------------------------------------------- helpers

    function quorumAt(uint256 totalPower) private returns (uint256) {
        electorate.setTotalAt(START_BLOCK - 1, totalPower);
        return ballot.ballot(openAct(author, totalPower)).quorum;
    }

    /// @dev Lists a call by a constitutional ballot, and comes back to the starting block.
    function list(address callee, bytes4 selector, uint8 track) private {
        bytes memory data = abi.encodeCall(ISnapshotBallot.setListing, (callee, selector, 0, track));
        enact(CONSTITUTIONAL, address(ballot), data);
    }

    function expectNotAContract(address callee) private {
        expectOpenError(
            draft(author.addr, ORDINARY),
            callee,
            call,
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TargetNotAContract.selector, callee)
        );
    }

    function expectSignatureInvalid(ISnapshotBallot.Proposal memory proposal, bytes memory signed) private {
        bytes32 id = ballot.proposalIdOf(proposal, address(target), call, SALT);
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector, id, proposal.author)
        );
        ballot.open(proposal, signed, address(target), call, SALT);
    }

    function expectOpenError(ISnapshotBallot.Proposal memory proposal, bytes memory reason) private {
        expectOpenError(proposal, address(target), call, reason);
    }

    function expectOpenError(
        ISnapshotBallot.Proposal memory proposal,
        address callee,
        bytes memory data,
        bytes memory reason
    ) private {
        bytes memory signed = signProposal(author, proposal, callee, data);
        vm.expectRevert(reason);
        ballot.open(proposal, signed, callee, data, SALT);
    }
}
