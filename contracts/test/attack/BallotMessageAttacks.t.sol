// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../src/ballot/SnapshotBallot.sol";
import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {AttackFixture} from "../support/AttackFixture.sol";
import {FakeTarget} from "../support/FakeTarget.sol";
import {ReferenceMessages} from "../support/ReferenceMessages.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @notice Attacks with messages that were truly signed: for another space, with other choices, twice, long ago,
/// or by somebody without a voice.
contract BallotMessageAttacksTest is AttackFixture {
    /// @dev Order of secp256k1 (SEC 2).
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    /// @dev Where the choice, the third word of a vote, has its last byte in the calldata of `count` with one vote: behind
    /// the selector, the id, the array's offset and its length.
    uint256 private constant CHOICE_OF_THE_FIRST_VOTE = 4 + 3 * 32 + 3 * 32 - 1;

    // ------------------------------------------------------------ proposals

    /// @dev The reference builds the same id as the contract from the honest texts, so that each attack below differs from
    /// it in one text only.
    function test_ReferenceProposalOpens() public {
        openSigned(text(), true);
    }

    /// @dev Voted on in a space that nobody of the network reads.
    function test_Attack_ProposalOfAnotherSpace() public {
        ReferenceMessages.Proposal memory proposal = text();
        proposal.space = "sweetwater-devnet.eth";
        openSigned(proposal, false);
    }

    /// @dev On the screen the first choice is "Against": who clicks it votes 1, which the contract counts For.
    function test_Attack_SwappedChoices() public {
        ReferenceMessages.Proposal memory proposal = text();
        (proposal.choices[0], proposal.choices[1]) = (proposal.choices[1], proposal.choices[0]);
        openSigned(proposal, false);
    }

    /// @dev A fourth choice takes votes that count nowhere.
    function test_Attack_FourthChoice() public {
        ReferenceMessages.Proposal memory proposal = text();
        proposal.choices = new string[](4);
        proposal.choices[0] = "For";
        proposal.choices[1] = "Against";
        proposal.choices[2] = "Abstain";
        proposal.choices[3] = "For, but later";
        openSigned(proposal, false);
    }

    /// @dev Votes encrypted until the end, which nobody can bring in time.
    function test_Attack_ShieldedVoting() public {
        ReferenceMessages.Proposal memory proposal = text();
        proposal.privacy = "shutter";
        openSigned(proposal, false);
    }

    /// @dev A voting type whose votes are lists or weights.
    function test_Attack_WeightedVoting() public {
        ReferenceMessages.Proposal memory proposal = text();
        proposal.votingType = "weighted";
        openSigned(proposal, false);
    }

    /// @dev A second plugin beside ours, which a client might run.
    function test_Attack_SecondPlugin() public {
        ReferenceMessages.Proposal memory proposal = text();
        proposal.plugins = string.concat("{\"safeSnap\":{},", substringFrom(proposal.plugins, 1));
        openSigned(proposal, false);
    }

    /// @dev One author takes all attention: three open ballots each, and none without a node.
    function test_Attack_BallotFlood() public {
        for (uint256 i = 0; i < 3; i++) {
            openAct(attacker, 2 + i);
        }
        expectOpenRefused(draft(attacker.addr, ORDINARY), ISnapshotBallot.SnapshotBallot_TooManyOpenBallots.selector);
        Account memory stranger = makeAccount("stranger");
        ISnapshotBallot.Proposal memory proposal = draft(stranger.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        bytes memory signed = signProposal(stranger, proposal, address(target), data);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorHasNoNode.selector);
        ballot.open(proposal, signed, address(target), data, SALT);
    }

    /// @dev A ballot that ends next year, when the nodes at its snapshot are gone.
    function test_Attack_EndlessBallot() public {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.end = uint64(vm.getBlockTimestamp() + 14 days + 1);
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_EndTooLate.selector);
    }

    /// @dev Sybils that become active in the very block in which their ballot opens.
    function test_Attack_FlashSybilsInTheBlockOfTheOpening() public {
        addNode(attacker.addr, "second node");
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.snapshot = uint64(vm.getBlockNumber());
        expectOpenRefused(proposal, ISnapshotBallot.SnapshotBallot_SnapshotNotPast.selector);
        proposal.snapshot -= 1;
        ballot.open(
            proposal,
            signProposal(attacker, proposal, address(target), abi.encodeCall(FakeTarget.act, (1))),
            address(target),
            abi.encodeCall(FakeTarget.act, (1)),
            SALT
        );
        assertEq(registry.getPastVotes(attacker.addr, proposal.snapshot), 1, "the second node came too late");
    }

    // ---------------------------------------------------------------- votes

    /// @dev One voter, many signed votes, in one batch and in several, in any order: one voice.
    function test_Attack_DoubledVotes() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](3);
        for (uint256 i = 0; i < 3; i++) {
            ISnapshotBallot.Vote memory vote = voteOf(operatorAt(1).addr, FOR);
            vote.reasonHash = keccak256(abi.encode(i));
            votes[i] = sign(id, operatorAt(1), vote);
        }
        ballot.count(id, votes);
        assertTally(id, 1, 0, 0, 1);
        expectNothingCounted(id);
        ballot.count(id, votes);
        (votes[0], votes[2]) = (votes[2], votes[0]);
        expectNothingCounted(id);
        ballot.count(id, votes);
    }

    /// @dev The voter changed his mind; somebody brings the older vote afterwards.
    function test_Attack_OldVoteIsBroughtBack() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory older = signedVote(id, operatorAt(1), FOR);
        skip(1);
        castOne(id, operatorAt(1), AGAINST);
        assertVerdict(id, older, ISnapshotBallot.VoteVerdict.Superseded);
        expectNothingCounted(id);
        countOne(id, older);
        assertTally(id, 0, 1, 0, 1);
    }

    /// @dev A vote for the ballot of a rehearsal is brought to production: another proposal's id, so another vote.
    function test_Attack_VotesOfAnotherDeployment() public {
        SnapshotBallot rehearsal = new SnapshotBallot(ballot.config(), productionTracks(), listings());
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        bytes32 otherId = rehearsal.proposalIdOf(proposal, address(target), data, SALT);
        rehearsal.open(proposal, signature(attacker.key, otherId), address(target), data, SALT);
        ISnapshotBallot.Vote[] memory votes = only(signedVote(otherId, operatorAt(1), FOR));
        assertEq(rehearsal.count(otherId, votes), 1);

        bytes32 id = openDraft(attacker, proposal, address(target), data);
        expectNothingCounted(id);
        ballot.count(id, votes);
    }

    /// @dev Truly signed, by accounts that had no node at the snapshot: a stranger, a member whose node waits and becomes
    /// active once the ballot is open, and one who left a block before.
    function test_Attack_VotersWithoutANodeAtTheSnapshot() public {
        Account memory waiting = makeAccount("waiting");
        Account memory node = makeAccount("node that waits");
        vm.prank(address(ballot));
        registry.admitByBallot(waiting.addr);
        register(waiting.addr, node);
        skip(7 days);
        vm.prank(operatorAt(39).addr);
        registry.leave(nodeAt(39).addr);
        rollForward(1);
        bytes32 id = openAct(attacker, 1);
        registry.activate(node.addr);
        rollForward(1);
        assertEq(registry.getVotes(waiting.addr), 1, "a voice, too late");

        Account[3] memory voters = [makeAccount("stranger"), waiting, operatorAt(39)];
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](3);
        for (uint256 i = 0; i < votes.length; i++) {
            votes[i] = signedVote(id, voters[i], FOR);
            assertVerdict(id, votes[i], ISnapshotBallot.VoteVerdict.NoPower);
        }
        expectNothingCounted(id);
        ballot.count(id, votes);
    }

    /// @dev The other s of the same signature would be a second message of the same voter. EIP-2098 has no room for it,
    /// since the bit of v stands where the high s has its highest: neither way of writing it is the voter's.
    function test_Attack_AMalleatedVoteCountsTwice() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = signedVote(id, operatorAt(1), FOR);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(operatorAt(1).key, ballot.voteIdOf(id, vote));
        bytes32 highS = bytes32(CURVE_ORDER - uint256(s));
        assertEq(ecrecover(ballot.voteIdOf(id, vote), 55 - v, r, highS), vote.voter, "the curve accepts the twin");
        countOne(id, vote);
        bytes32[2] memory twins = [highS, highS ^ bytes32(uint256(1) << 255)];
        for (uint256 i = 0; i < twins.length; i++) {
            vote.vs = twins[i];
            assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
            expectNothingCounted(id);
            countOne(id, vote);
        }
        assertTally(id, 1, 0, 0, 1);
    }

    /// @dev A signature from which nothing can be recovered "recovers" zero: the zero address signs nothing, and can own
    /// no node either.
    function test_Attack_TheZeroAddressVotes() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(address(0), FOR);
        bytes32[3] memory unrecoverable = [bytes32(0), bytes32(CURVE_ORDER), bytes32(type(uint256).max)];
        for (uint256 i = 0; i < unrecoverable.length; i++) {
            (vote.r, vote.vs) = (unrecoverable[i], bytes32(uint256(1)));
            assertEq(ecrecover(ballot.voteIdOf(id, vote), 27, vote.r, vote.vs), address(0), "nothing recovered");
            assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
            expectNothingCounted(id);
            countOne(id, vote);
        }
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        vm.prank(address(ballot));
        registry.admitByBallot(address(0));
    }

    /// @dev Truly signed votes for choices that do not exist: they add to nothing, not even to the voters or the quorum.
    function test_Attack_ChoicesThatDoNotExist() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 1, 3, AGAINST);
        votes[0] = signedVote(id, operatorAt(1), 0);
        votes[1] = signedVote(id, operatorAt(2), 4);
        for (uint256 i = 0; i < 2; i++) {
            assertVerdict(id, votes[i], ISnapshotBallot.VoteVerdict.ChoiceOutOfRange);
            expectNothingCounted(id);
            countOne(id, votes[i]);
        }
        assertEq(ballot.count(id, votes), 1);
        assertTally(id, 0, 1, 0, 1);
    }

    /// @dev Snapshot signs choices of 32 bits. Of 257, cut to the 8 bits of the contract's vote, 1 would be left, which is
    /// For: brought as 1 it is not what was signed, and brought as 257 it is no choice.
    function test_Attack_AChoiceIsCutToFor() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(operatorAt(1).addr, FOR);
        (vote.r, vote.vs) = vm.signCompact(operatorAt(1).key, idOfChoice(id, vote, 257));
        assertVerdict(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
        expectNothingCounted(id);
        countOne(id, vote);

        bytes memory raw = abi.encodeCall(ISnapshotBallot.count, (id, only(vote)));
        raw[CHOICE_OF_THE_FIRST_VOTE - 1] = 0x01;
        (bool isCounted, bytes memory reason) = address(ballot).call(raw);
        assertFalse(isCounted, "257");
        assertEq(reason, abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_NothingCounted.selector, id));

        (vote.r, vote.vs) = vm.signCompact(operatorAt(1).key, idOfChoice(id, vote, FOR));
        assertEq(countOne(id, vote), 1, "but for its choice the message was good");
    }

    /// @dev Turning the outcome again and again after the end, each time for another grace: three times, then it is over.
    function test_Attack_EndlessExtensions() public {
        bytes32 id = openAct(attacker, 1);
        castAll(id, 1, 12, FOR);
        castAll(id, 13, 12, AGAINST);
        uint256 end = ballot.ballot(id).end;
        uint8[5] memory choices = [FOR, AGAINST, FOR, AGAINST, FOR];
        ISnapshotBallot.Vote[] memory turns = new ISnapshotBallot.Vote[](5);
        for (uint256 i = 0; i < turns.length; i++) {
            ISnapshotBallot.Vote memory vote = voteOf(attacker.addr, choices[i]);
            vote.timestamp += uint64(i);
            turns[i] = sign(id, attacker, vote);
        }
        for (uint256 i = 0; i < 4; i++) {
            vm.warp(ballot.ballot(id).countUntil);
            countOne(id, turns[i]);
        }
        assertEq(ballot.ballot(id).countUntil, end + 4 hours, "one grace and three more");
        skip(1);
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_CountingOver.selector);
        countOne(id, turns[4]);
        assertFalse(ballot.close(id), "12 to 13");
    }

    // -------------------------------------------------------------- helpers

    /// @dev What `draft` hashes, as texts, around `target.act(1)`.
    function text() private view returns (ReferenceMessages.Proposal memory proposal) {
        ISnapshotBallot.Proposal memory hashed = draft(attacker.addr, ORDINARY);
        proposal.from = Strings.toChecksumHexString(attacker.addr);
        proposal.space = SPACE;
        proposal.timestamp = hashed.timestamp;
        proposal.votingType = "basic";
        proposal.title = "title";
        proposal.body = "body";
        proposal.discussion = "discussion";
        proposal.choices = new string[](3);
        proposal.choices[0] = "For";
        proposal.choices[1] = "Against";
        proposal.choices[2] = "Abstain";
        proposal.labels = new string[](1);
        proposal.labels[0] = "labels";
        proposal.start = hashed.start;
        proposal.end = hashed.end;
        proposal.snapshot = hashed.snapshot;
        proposal.plugins =
            ReferenceMessages.plugins(ballot.actionOf(address(target), abi.encodeCall(FakeTarget.act, (1)), SALT));
        proposal.app = "app";
    }

    /// @dev The id of what `voteOf` hashes, as texts, with any choice.
    function idOfChoice(bytes32 id, ISnapshotBallot.Vote memory vote, uint32 choice) private pure returns (bytes32) {
        ReferenceMessages.Vote memory signed = ReferenceMessages.Vote({
            from: Strings.toChecksumHexString(vote.voter),
            space: SPACE,
            timestamp: vote.timestamp,
            proposal: vm.toString(id),
            choice: choice,
            reason: "reason",
            app: "app",
            metadata: "{}"
        });
        return ReferenceMessages.voteId(signed, 0, vote.voter, id);
    }

    /// @dev The attacker signs the texts and brings everything that `open` takes: the texts it does not take are rebuilt.
    function openSigned(ReferenceMessages.Proposal memory signed, bool opens) private {
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        proposal.labelsHash = ReferenceMessages.texts(signed.labels);
        bytes32 id = ReferenceMessages.proposalId(signed, false, attacker.addr);
        bytes memory data = abi.encodeCall(FakeTarget.act, (1));
        if (!opens) vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        bytes32 opened = ballot.open(proposal, signature(attacker.key, id), address(target), data, SALT);
        if (opens) assertEq(opened, id, "id");
    }

    function substringFrom(string memory whole, uint256 start) private pure returns (string memory) {
        bytes memory source = bytes(whole);
        bytes memory rest = new bytes(source.length - start);
        for (uint256 i = 0; i < rest.length; i++) {
            rest[i] = source[start + i];
        }
        return string(rest);
    }
}
