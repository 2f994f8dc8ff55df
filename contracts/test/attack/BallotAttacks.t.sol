// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../src/ballot/SnapshotBallot.sol";
import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {AttackFixture} from "../support/AttackFixture.sol";
import {FakeHostileWallet} from "../support/FakeHostileWallet.sol";
import {FakeTarget} from "../support/FakeTarget.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @notice Attacks that the rules of "SnapshotBallot" on time, electorate, committed call and votes close.
contract BallotAttacksTest is AttackFixture {
    // ------------------------------------------------------------ time

    /// @dev Open, count, close and execute in one transaction, before anybody has seen the proposal.
    function test_Attack_SecretBallot() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.end = uint64(vm.getBlockTimestamp());
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_EndTooSoon.selector);

        // The proposal may be as old as the attacker likes; the window is measured from the opening.
        proposal.timestamp = uint64(vm.getBlockTimestamp() - 80 hours);
        proposal.start = proposal.timestamp - 310;
        proposal.end = uint64(vm.getBlockTimestamp() + 1 hours);
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_EndTooSoon.selector);

        bytes32 id = openAct(attacker, 1);
        castAll(id, 0, 40, FOR);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_CountingNotOver.selector);
        ballot.close(id);
    }

    /// @dev A start just before the end would leave honest members one minute in which their votes can be dated.
    function test_Attack_RushedVoting() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.start = proposal.end - 60;
        proposal.timestamp = proposal.start + 310;
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_DatedAhead.selector);
    }

    /// @dev Votes held back until the last second of the grace turn the outcome; the others still answer.
    function test_Attack_HeldBackVotes() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote[] memory heldBack = votesOf(id, 0, 12, FOR);
        ISnapshotBallot.Vote[] memory answer = votesOf(id, 12, 3, AGAINST);
        castAll(id, 15, 10, AGAINST);
        vm.warp(ballot.ballot(id).countUntil);
        ballot.count(id, heldBack);

        skip(1);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_CountingNotOver.selector);
        ballot.close(id);
        ballot.count(id, answer);
        warpToClose(id);
        assertFalse(ballot.close(id), "the answer arrived");
    }

    /// @dev Votes dated into the future would beat every later vote of the same key, or outlive a lost key.
    function test_Attack_VotesDatedAhead() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(attacker.addr, FOR);
        vote.timestamp = ballot.ballot(id).end;
        vote = sign(id, attacker, vote);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.DatedAhead);
        expectNothingCounted(id);
        countOne(id, vote);
    }

    /// @dev A ballot that passed long ago is brought out when nobody looks.
    function test_Attack_StaleMandate() public {
        bytes32 id = openAct(attacker, 1);
        castAll(id, 0, 20, FOR);
        uint256 expiresAt = ballot.ballot(id).countUntil + 24 hours + 14 days;
        // Closing late does not keep it fresh either.
        vm.warp(expiresAt - 12 hours);
        ballot.close(id);
        skip(24 hours);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_MandateExpired.selector, id, expiresAt));
        ballot.execute(id);
    }

    /// @dev Bait and switch: a proposal that Snapshot would still let its author edit.
    function test_Attack_EditedProposal() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.start = proposal.timestamp;
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_Editable.selector);
    }

    // ------------------------------------------------------- electorate

    /// @dev A block at which the attacker was almost alone.
    function test_Attack_OldSnapshot() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        rollForward(SNAPSHOT_AGE_MAX + 1);
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_SnapshotTooOld.selector);

        proposal.snapshot = uint64(START_BLOCK - 1);
        vm.roll(START_BLOCK + 100);
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_ElectorateTooSmall.selector);
    }

    /// @dev With the cap at 10 % and the quorum at 5 %, one operator would have both.
    function test_Attack_OneOperatorAlone() public {
        addNode(attacker.addr, "second node");
        addNode(attacker.addr, "third node");
        rollForward(1);
        bytes32 id = openAct(attacker, 1);
        castOne(id, attacker, FOR);
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        assertGe(state.votesFor, state.quorum, "the quorum is there");
        warpToClose(id);
        assertFalse(ballot.close(id), "the voters are not");
    }

    /// @dev Nodes registered once the proposal is known, for the longest ballot there is: they become active while it runs,
    /// and vote in vain.
    function test_Attack_FlashRegistration() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.end = uint64(vm.getBlockTimestamp() + 14 days);
        bytes32 id = openDraft(attacker, proposal, address(target), abi.encodeCall(FakeTarget.act, (1)));
        Account memory sybil = makeAccount("sybil");
        register(attacker.addr, makeAccount("second node"));
        letIn(sybil.addr);
        registry.activate(makeAddr("second node"));
        assertEq(registry.getVotes(sybil.addr), 1, "the Sybil's node is active");
        assertEq(registry.getVotes(attacker.addr), 2, "and so is the attacker's second one");

        ISnapshotBallot.Vote memory vote = signedVote(id, sybil, FOR);
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.NoPower);
        expectNothingCounted(id);
        countOne(id, vote);
        castOne(id, attacker, FOR);
        assertTally(id, 1, 0, 0, 1);
    }

    /// @dev The opponents' nodes are suspended once the ballot is open.
    function test_Attack_SuspensionBeforeAVote() public {
        bytes32 id = openAct(attacker, 1);
        uint64 until = uint64(vm.getBlockTimestamp() + 30 days);
        for (uint256 i = 20; i < 30; i++) {
            vm.prank(address(ballot));
            registry.suspendByBallot(nodeAt(i).addr, until);
        }
        rollForward(1);
        assertEq(registry.getVotes(operatorAt(20).addr), 0, "suspended");
        castAll(id, 20, 10, AGAINST);
        assertTally(id, 0, 10, 0, 10);
    }

    // ---------------------------------------------------------- the call

    /// @dev A rehearsal's ballot, brought to the production contract: same space, same chain.
    function test_Attack_ReplayOnAnotherDeployment() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        bytes memory signed = signProposal(attacker, proposal, address(target), data);
        ballot.open(proposal, signed, address(target), data, SALT);

        SnapshotBallot other = new SnapshotBallot(ballot.config(), productionTracks(), listings());
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        other.open(proposal, signed, address(target), data, SALT);
    }

    /// @dev The same contract at the same address on another chain: Snapshot's domain names no chain.
    function test_Attack_ReplayOnAnotherChain() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        bytes memory signed = signProposal(attacker, proposal, address(target), data);
        vm.chainId(4242);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, signed, address(target), data, SALT);
    }

    /// @dev The title says one thing and the call is another: whatever is swapped gives another id, which nobody signed;
    /// and the call that was signed is told by the contract itself.
    function test_Attack_LyingTitle() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.titleHash = keccak256("Thank our members");
        bytes memory data = abi.encodeCall(FakeTarget.act, (666));
        bytes memory signed = signProposal(attacker, proposal, address(target), data);
        bytes memory harmless = abi.encodeCall(FakeTarget.act, (1));
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, signed, address(target), harmless, SALT);

        bytes32 id = ballot.proposalIdOf(proposal, address(target), data, SALT);
        bytes32 action = ballot.actionOf(address(target), data, SALT);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.CallCommitted(id, address(target), action, address(target).codehash, data, SALT);
        ballot.open(proposal, signed, address(target), data, SALT);
    }

    /// @dev A front-runner opens with the signed fields and something of its own.
    function test_Attack_FrontRunOpen() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        bytes memory signed = signProposal(attacker, proposal, address(target), data);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, signed, address(target), data, keccak256("another salt"));
        bytes32 labels = proposal.labelsHash;
        proposal.labelsHash = keccak256("other labels");
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, signed, address(target), data, SALT);
        proposal.labelsHash = labels;
        bytes32 id = ballot.open(proposal, signed, address(target), data, SALT);
        // Had the front-runner sent just this, the ballot would be the same one: whoever comes second has what he wanted.
        assertEq(ballot.ballot(id).author, attacker.addr, "the author signed, whoever sent");
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_AlreadyOpen.selector, id));
        ballot.open(proposal, signed, address(target), data, SALT);
    }

    /// @dev Carrying grantRole, a constitutional matter, inside a call that a weaker track may list.
    function test_Attack_LaunderingThroughTheAuthority() public {
        bytes memory grant = abi.encodeCall(IAccessManager.grantRole, (ADMIN, attacker.addr, 0));
        bytes[] memory grants = new bytes[](1);
        grants[0] = grant;
        bytes[5] memory carriers = [
            abi.encodeCall(IAccessManager.execute, (address(authority), grant)),
            abi.encodeCall(Multicall.multicall, (grants)),
            abi.encodeCall(IAccessManager.schedule, (address(authority), grant, 0)),
            abi.encodeCall(IAccessManager.cancel, (attacker.addr, address(authority), grant)),
            abi.encodeCall(IAccessManager.consumeScheduledOp, (attacker.addr, grant))
        ];
        for (uint256 i = 0; i < carriers.length; i++) {
            expectOpenRefused(
                draft(attacker.addr, ORDINARY),
                address(authority),
                carriers[i],
                ISnapshotBallot.SnapshotBallot_CallNotListed.selector
            );
            // Not even a constitutional ballot can list them.
            bytes memory listing =
                abi.encodeCall(ISnapshotBallot.setListing, (address(authority), bytes4(carriers[i]), 0, ORDINARY));
            bytes32 id = openCall(operatorAt(i + 1), CONSTITUTIONAL, address(ballot), listing);
            passAndWait(id);
            vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_CallForbidden.selector);
            ballot.execute(id);
            rollForward(1);
        }
        (bool isAdmin,) = authority.hasRole(ADMIN, attacker.addr);
        assertFalse(isAdmin);
    }

    /// @dev The target is replaced between the vote and the execution.
    function test_Attack_SwappedCode() public {
        bytes32 id = openAct(attacker, 1);
        castAll(id, 0, 20, FOR);
        warpToClose(id);
        ballot.close(id);
        warpToExecute(id);
        vm.etch(address(target), hex"5f5ff3");
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_TargetCodeChanged.selector);
        ballot.execute(id);
    }

    /// @dev A listed address without code does nothing when it is called, and becomes anything once the vote is over: it
    /// cannot be voted on, and code that arrives before the opening makes it another action than the signed one.
    function test_Attack_TargetGetsItsCodeAfterTheVote() public {
        address empty = makeAddr("empty");
        list(empty, FakeTarget.act.selector);
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        expectOpenRefused(proposal, empty, data, ISnapshotBallot.SnapshotBallot_TargetNotAContract.selector);

        bytes memory signed = signProposal(attacker, proposal, empty, data);
        vm.etch(empty, address(target).code);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, signed, empty, data, SALT);
    }

    /// @dev Data too short for a selector runs the target's fallback, though with zeros behind it it looks like the listed
    /// selector.
    function test_Attack_ShortDataReachesTheFallback() public {
        list(address(target), bytes4(0));
        bytes[2] memory short = [bytes(""), bytes(hex"000000")];
        for (uint256 i = 0; i < short.length; i++) {
            expectOpenRefused(
                draft(attacker.addr, ORDINARY),
                address(target),
                short[i],
                ISnapshotBallot.SnapshotBallot_DataTooShort.selector
            );
        }
    }

    /// @dev Two ballots of one action, or one ballot twice, by a target that calls back.
    function test_Attack_DoubleExecution() public {
        bytes32 first = openAct(attacker, 1);
        ISnapshotBallot.Proposal memory again = draft(operatorAt(1).addr, ORDINARY);
        bytes32 second = openDraft(operatorAt(1), again, address(target), abi.encodeCall(FakeTarget.act, (1)));
        castAll(first, 0, 20, FOR);
        castAll(second, 0, 20, FOR);
        warpToClose(first);
        ballot.close(first);
        ballot.close(second);
        warpToExecute(first);
        ballot.execute(first);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_StatusIs.selector);
        ballot.execute(first);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_ActionAlreadyExecuted.selector);
        ballot.execute(second);
        assertEq(target.actsCount(), 1);
    }

    // --------------------------------------------------------- signatures

    /// @dev One bad vote in front of a hundred good ones, or one that was counted a block before.
    function test_Attack_RevertingBatch() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 40, FOR);
        countOne(id, votes[7]);
        votes[0].r = bytes32(0);
        votes[1].vs = bytes32(type(uint256).max);
        votes[2].voter = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.BurnsAllGas));
        votes[3].voter = address(0);
        assertEq(ballot.count(id, votes), 35);
        assertTally(id, 36, 0, 0, 36);
    }

    /// @dev A vote of one key under another member's name, and a vote for one ballot brought to another.
    function test_Attack_ForgedAndMovedVotes() public {
        bytes32 id = openAct(attacker, 1);
        bytes32 other = openAct(attacker, 2);
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](2);
        votes[0] = sign(id, attacker, voteOf(operatorAt(1).addr, FOR));
        votes[1] = signedVote(other, operatorAt(1), FOR);
        expectNothingCounted(id);
        ballot.count(id, votes);
    }

    // ------------------------------------------------------------ helpers

    /// @dev Puts a call on the ordinary track, by constitutional ballot.
    function list(address callee, bytes4 selector) private {
        bytes memory listing = abi.encodeCall(ISnapshotBallot.setListing, (callee, selector, 0, ORDINARY));
        bytes32 id = openCall(operatorAt(1), CONSTITUTIONAL, address(ballot), listing);
        passAndWait(id);
        ballot.execute(id);
        rollForward(1);
    }
}
