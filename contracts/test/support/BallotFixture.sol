// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../src/ballot/SnapshotBallot.sol";
import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {FakeTarget} from "./FakeTarget.sol";
import {Test} from "./Test.sol";

/// @notice A ballot contract under production rules, and the messages of its members.
abstract contract BallotFixture is Test {
    uint8 internal constant FOR = 1;
    uint8 internal constant AGAINST = 2;
    uint8 internal constant ABSTAIN = 3;

    uint8 internal constant ORDINARY = 1;
    uint8 internal constant EMERGENCY = 2;
    uint8 internal constant CONSTITUTIONAL = 3;

    string internal constant SPACE = "sweetwater.eth";
    uint32 internal constant SNAPSHOT_AGE_MAX = 7200;
    bytes32 internal constant SALT = keccak256("salt");

    SnapshotBallot internal ballot;
    FakeTarget internal target;

    function deployBallot(address registry, address authority) internal {
        target = new FakeTarget();
        ballot = new SnapshotBallot(configOf(registry, authority), productionTracks(), listings());
    }

    function configOf(address registry, address authority) internal pure returns (ISnapshotBallot.Config memory) {
        return ISnapshotBallot.Config({
            space: SPACE,
            registry: INodeRegistry(registry),
            authority: authority,
            production: true,
            electorateMin: 10,
            snapshotAgeMax: SNAPSHOT_AGE_MAX
        });
    }

    /// @dev Each track at its compiled-in minimum, as rules.md gives it.
    function productionTracks() internal pure returns (ISnapshotBallot.Track[3] memory tracks) {
        tracks[0] = ISnapshotBallot.Track({
            window: 72 hours,
            grace: 1 hours,
            delay: 24 hours,
            quorumBps: 500,
            votersMin: 10,
            twoThirds: false,
            version: 0
        });
        tracks[1] = ISnapshotBallot.Track({
            window: 2 hours, grace: 10 minutes, delay: 0, quorumBps: 2000, votersMin: 10, twoThirds: true, version: 0
        });
        tracks[2] = ISnapshotBallot.Track({
            window: 7 days, grace: 1 hours, delay: 7 days, quorumBps: 2000, votersMin: 20, twoThirds: true, version: 0
        });
    }

    function listings() internal view returns (ISnapshotBallot.Listing[] memory list) {
        list = new ISnapshotBallot.Listing[](5);
        list[0] = ISnapshotBallot.Listing(address(target), FakeTarget.act.selector, ORDINARY);
        list[1] = ISnapshotBallot.Listing(address(target), FakeTarget.refuse.selector, ORDINARY);
        list[2] = ISnapshotBallot.Listing(address(target), FakeTarget.actAfterFirst.selector, ORDINARY);
        list[3] = ISnapshotBallot.Listing(address(target), FakeTarget.callBack.selector, ORDINARY);
        list[4] = ISnapshotBallot.Listing(address(target), FakeTarget.halt.selector, EMERGENCY);
    }

    // ------------------------------------------------------------ proposals

    /// @dev As our CLI builds it: dated now, started 310 s ago, open for its track's window and an hour more.
    function draft(address author, uint8 track) internal view returns (ISnapshotBallot.Proposal memory) {
        uint64 present = uint64(vm.getBlockTimestamp());
        return ISnapshotBallot.Proposal({
            author: author,
            fromIsAddress: false,
            votingType: ISnapshotBallot.VotingType.Basic,
            timestamp: present,
            start: present - 310,
            end: present + ballot.trackOf(track).window + 1 hours,
            snapshot: uint64(vm.getBlockNumber() - 1),
            titleHash: keccak256("title"),
            bodyHash: keccak256("body"),
            discussionHash: keccak256("discussion"),
            labelsHash: keccak256("labels"),
            appHash: keccak256("app")
        });
    }

    /// @dev Opens an ordinary ballot on `target.act(value)`.
    function openAct(Account memory author, uint256 value) internal returns (bytes32 id) {
        return openCall(author, ORDINARY, address(target), abi.encodeCall(FakeTarget.act, (value)));
    }

    function openCall(Account memory author, uint8 track, address callee, bytes memory data)
        internal
        returns (bytes32 id)
    {
        return openDraft(author, draft(author.addr, track), callee, data);
    }

    function openDraft(
        Account memory author,
        ISnapshotBallot.Proposal memory proposal,
        address callee,
        bytes memory data
    ) internal returns (bytes32 id) {
        bytes memory signed = signProposal(author, proposal, callee, data);
        return ballot.open(proposal, signed, callee, data, SALT);
    }

    function signProposal(
        Account memory author,
        ISnapshotBallot.Proposal memory proposal,
        address callee,
        bytes memory data
    ) internal view returns (bytes memory) {
        return signature(author.key, ballot.proposalIdOf(proposal, callee, data, SALT));
    }

    // ---------------------------------------------------------------- votes

    /// @dev A vote dated now, without signature.
    function voteOf(address voter, uint8 choice) internal view returns (ISnapshotBallot.Vote memory vote) {
        vote.voter = voter;
        vote.choice = choice;
        vote.timestamp = uint64(vm.getBlockTimestamp());
        vote.reasonHash = keccak256("reason");
        vote.appHash = keccak256("app");
        vote.metadataHash = keccak256("{}");
    }

    function sign(bytes32 id, Account memory voter, ISnapshotBallot.Vote memory vote)
        internal
        view
        returns (ISnapshotBallot.Vote memory)
    {
        (vote.r, vote.vs) = vm.signCompact(voter.key, ballot.voteIdOf(id, vote));
        return vote;
    }

    function signedVote(bytes32 id, Account memory voter, uint8 choice)
        internal
        view
        returns (ISnapshotBallot.Vote memory)
    {
        return sign(id, voter, voteOf(voter.addr, choice));
    }

    function countOne(bytes32 id, ISnapshotBallot.Vote memory vote) internal returns (uint256 counted) {
        return ballot.count(id, only(vote));
    }

    function castOne(bytes32 id, Account memory voter, uint8 choice) internal {
        ballot.count(id, only(signedVote(id, voter, choice)));
    }

    function only(ISnapshotBallot.Vote memory vote) internal pure returns (ISnapshotBallot.Vote[] memory votes) {
        votes = new ISnapshotBallot.Vote[](1);
        votes[0] = vote;
    }

    // ----------------------------------------------------------------- time

    function warpToEnd(bytes32 id) internal {
        vm.warp(ballot.ballot(id).end);
    }

    function warpToClose(bytes32 id) internal {
        vm.warp(ballot.ballot(id).countUntil + 1);
    }

    function warpToExecute(bytes32 id) internal {
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        vm.warp(state.closedAt + state.delay);
    }

    // ------------------------------------------------------------- outcomes

    function assertStatus(bytes32 id, ISnapshotBallot.Status expected) internal view {
        assertEq(uint256(ballot.ballot(id).status), uint256(expected), "ballot status");
    }

    function assertTally(bytes32 id, uint256 votesFor, uint256 votesAgainst, uint256 votesAbstain, uint256 voters)
        internal
        view
    {
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        assertEq(state.votesFor, votesFor, "For");
        assertEq(state.votesAgainst, votesAgainst, "Against");
        assertEq(state.votesAbstain, votesAbstain, "Abstain");
        assertEq(state.voters, voters, "voters");
    }

    function assertVerdict(bytes32 id, ISnapshotBallot.Vote memory vote, ISnapshotBallot.VoteVerdict expected)
        internal
        view
    {
        assertEq(uint256(ballot.check(id, only(vote))[0]), uint256(expected), "verdict");
    }

    function expectStatusError(bytes32 id, ISnapshotBallot.Status found) internal {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_StatusIs.selector, id, found));
    }

    function expectUnknown(bytes32 id) internal {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownBallot.selector, id));
    }

    function expectNothingCounted(bytes32 id) internal {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_NothingCounted.selector, id));
    }
}
