// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "../../support/BallotFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {ReferenceElection} from "../../support/ReferenceElection.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice Members, relayers and attackers who act at random on one ballot contract; beside each ballot runs a reference.
/// Every call is expected to succeed or to revert beforehand, and a surprise either way fails.
contract BallotHandler is BallotFixture {
    /// @dev Few values and one salt, so that ballots share actions.
    uint256 private constant VALUES = 4;
    uint256 private constant BALLOTS_MAX = 10;

    INodeRegistry private immutable REGISTRY;
    IAccessManager private immutable AUTHORITY;
    Account[] private _operators;
    /// @dev Each operator's genesis node.
    address[] private _nodes;
    uint256 private _left;

    bytes32[] private _ids;
    mapping(bytes32 id => ReferenceElection) public expected;
    mapping(bytes32 id => address) public callees;
    mapping(bytes32 id => bytes) public calls;
    mapping(bytes32 action => uint256) public executions;
    /// @notice What the target must have been called with, in order.
    uint256[] public expectedActs;
    /// @notice Executions of any ballot.
    uint256 public executed;
    /// @notice Those of them that were vetoes.
    uint256 public vetoed;
    /// @notice Calls of attackers that did not revert.
    uint256 public attacksWon;

    constructor(
        SnapshotBallot ballot_,
        FakeTarget target_,
        INodeRegistry registry_,
        IAccessManager authority_,
        Account[] memory operators,
        address[] memory nodes
    ) {
        ballot = ballot_;
        target = target_;
        REGISTRY = registry_;
        AUTHORITY = authority_;
        _nodes = nodes;
        for (uint256 i = 0; i < operators.length; i++) {
            _operators.push(operators[i]);
        }
    }

    // -------------------------------------------------------------- members

    function openAct(uint256 authorSeed, uint256 value) external {
        _open(authorSeed, ORDINARY, address(target), abi.encodeCall(FakeTarget.act, (value % VALUES)));
    }

    function openHalt(uint256 authorSeed) external {
        _open(authorSeed, EMERGENCY, address(target), abi.encodeCall(FakeTarget.halt, ()));
    }

    function openVeto(uint256 authorSeed, uint256 ballotSeed) external {
        if (_ids.length == 0) return;
        bytes32 id = _ids[ballotSeed % _ids.length];
        _open(authorSeed, EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
    }

    /// @dev Up to 12 operators in a row vote, dated up to an hour ago or six minutes ahead.
    function vote(uint256 ballotSeed, uint256 first, uint256 size, uint256 choices, uint256 age) external {
        if (_ids.length == 0) return;
        uint64 timestamp = uint64(vm.getBlockTimestamp() + 360 - age % 3960);
        _vote(_ids[ballotSeed % _ids.length], first, 1 + size % 12, choices, timestamp);
    }

    /// @dev Enough operators vote For, as good citizens do.
    function rally(uint256 ballotSeed, uint256 first) public {
        bytes32 id = _next(ballotSeed, ISnapshotBallot.Status.Open);
        if (id != 0) _vote(id, first, 18, 0, uint64(Math.min(vm.getBlockTimestamp(), ballot.ballot(id).end)));
    }

    function leave(uint256 operatorSeed) external {
        uint256 i = operatorSeed % _operators.length;
        if (_left >= 10 || REGISTRY.nodeOf(_nodes[i]).status != INodeRegistry.NodeStatus.Active) return;
        vm.prank(_operators[i].addr);
        REGISTRY.leave(_nodes[i]);
        _left++;
    }

    // ------------------------------------------------------------- relayers

    /// @dev Carries one ballot as far as it gets; random steps alone seldom bring one to its end.
    function carry(uint256 ballotSeed, uint256 first) external {
        bytes32 id = _next(ballotSeed, ISnapshotBallot.Status.Open);
        if (id == 0) return;
        rally(ballotSeed, first);
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        if (state.countUntil >= vm.getBlockTimestamp()) vm.warp(state.countUntil + 1);
        close(ballotSeed);
        if (ballot.ballot(id).status != ISnapshotBallot.Status.Passed) return;
        skip(state.delay);
        execute(ballotSeed);
    }

    function close(uint256 ballotSeed) public {
        bytes32 id = _next(ballotSeed, ISnapshotBallot.Status.Open);
        if (id == 0) return;
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        bool isDue = state.status == ISnapshotBallot.Status.Open && vm.getBlockTimestamp() > state.countUntil;
        if (!isDue) vm.expectRevert();
        bool passed = ballot.close(id);
        if (isDue) assertEq(passed, expected[id].passes(), "outcome");
    }

    function execute(uint256 ballotSeed) public {
        bytes32 id = _next(ballotSeed, ISnapshotBallot.Status.Passed);
        if (id == 0) return;
        if (!_isExecutable(id)) {
            vm.expectRevert();
            ballot.execute(id);
            return;
        }
        if (callees[id] == address(ballot)) {
            vetoed++;
        } else {
            bool isHalt = bytes4(calls[id]) == FakeTarget.halt.selector;
            expectedActs.push(isHalt ? type(uint256).max : uint256(bytes32(_argumentsOf(calls[id]))));
        }
        ballot.execute(id);
        executions[ballot.ballot(id).action]++;
        executed++;
    }

    /// @dev Lets time pass: a little, or to where something may happen to a ballot.
    function pass(uint256 ballotSeed, uint256 kind, uint256 time) external {
        rollForward(1 + time % 50);
        if (_ids.length == 0 || kind % 4 == 0) {
            skip(time % 2 hours);
            return;
        }
        ISnapshotBallot.Ballot memory state = ballot.ballot(_ids[ballotSeed % _ids.length]);
        uint256 milestone = kind % 4 == 1 ? state.end + 1 : state.countUntil + 1;
        if (state.status == ISnapshotBallot.Status.Passed) milestone = state.closedAt + state.delay;
        if (time % 40 == 0) milestone = state.countUntil + state.delay + 14 days + 1;
        if (milestone > vm.getBlockTimestamp()) vm.warp(milestone);
    }

    // ------------------------------------------------------------ attackers

    function attack(uint256 attackerSeed, uint256 ballotSeed, uint256 kind) external {
        address attacker = _operators[attackerSeed % _operators.length].addr;
        bytes32 id = _ids.length == 0 ? bytes32(0) : _ids[ballotSeed % _ids.length];
        ISnapshotBallot.Track memory weak;
        weak.window = 1;
        bytes[5] memory tries = [
            abi.encodeCall(ISnapshotBallot.veto, (id)),
            abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, weak)),
            abi.encodeCall(ISnapshotBallot.setListing, (address(target), FakeTarget.act.selector, ORDINARY, EMERGENCY)),
            abi.encodeCall(IAccessManager.grantRole, (0, attacker, 0)),
            abi.encodeCall(IAccessManager.revokeRole, (0, address(ballot)))
        ];
        vm.prank(attacker);
        (bool success,) = (kind % 5 < 3 ? address(ballot) : address(AUTHORITY)).call(tries[kind % 5]);
        if (success) attacksWon++;
    }

    // -------------------------------------------------------------- reading

    function ids() external view returns (bytes32[] memory) {
        return _ids;
    }

    function operatorsCount() external view returns (uint256) {
        return _operators.length;
    }

    function operator(uint256 i) external view returns (address) {
        return _operators[i].addr;
    }

    function _open(uint256 authorSeed, uint8 track, address callee, bytes memory data) private {
        Account memory author = _operators[authorSeed % _operators.length];
        if (_ids.length >= BALLOTS_MAX || ballot.openBallotsOf(author.addr) >= 3) return;
        if (REGISTRY.getPastVotes(author.addr, vm.getBlockNumber() - 1) == 0) return;
        if (ballot.isExecuted(ballot.actionOf(callee, data, SALT))) return;
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, track);
        proposal.bodyHash = keccak256(abi.encode(_ids.length));
        bytes32 id = openDraft(author, proposal, callee, data);
        _ids.push(id);
        callees[id] = callee;
        calls[id] = data;
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        expected[id] = new ReferenceElection(
            ReferenceElection.Ballot({
                start: proposal.start,
                end: proposal.end,
                grace: track == ORDINARY ? 1 hours : 10 minutes,
                quorum: state.quorum,
                votersMin: 10,
                twoThirds: track == EMERGENCY
            })
        );
    }

    function _vote(bytes32 id, uint256 first, uint256 size, uint256 choices, uint64 timestamp) private {
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](size);
        bool isCounting = _isCounting(id);
        bool passedBefore = expected[id].passes();
        uint256 snapshot = ballot.ballot(id).snapshot;
        uint256 counted = 0;
        for (uint256 i = 0; i < size; i++) {
            Account memory voter = _operators[(first % _operators.length + i) % _operators.length];
            votes[i] = voteOf(voter.addr, uint8(1 + (choices >> (i * 8)) % 3));
            votes[i].timestamp = timestamp;
            votes[i].variant = uint8(timestamp % 4);
            votes[i] = sign(id, voter, votes[i]);
            if (!isCounting) continue;
            bytes32 voteId = ballot.voteIdOf(id, votes[i]);
            if (expected[id].offer(votes[i], voteId, true, REGISTRY.getPastVotes(voter.addr, snapshot))) counted++;
        }
        if (counted == 0) vm.expectRevert();
        uint256 found = ballot.count(id, votes);
        if (counted == 0) return;
        assertEq(found, counted, "counted");
        expected[id].settle(passedBefore);
    }

    /// @dev The first ballot of a status, from a random one on; any ballot when there is none, for its revert; 0 for none.
    function _next(uint256 ballotSeed, ISnapshotBallot.Status status) private view returns (bytes32) {
        if (_ids.length == 0) return 0;
        uint256 first = ballotSeed % _ids.length;
        for (uint256 i = 0; i < _ids.length; i++) {
            bytes32 id = _ids[(first + i) % _ids.length];
            if (ballot.ballot(id).status == status) return id;
        }
        return _ids[first];
    }

    function _isCounting(bytes32 id) private view returns (bool) {
        return
            ballot.ballot(id).status == ISnapshotBallot.Status.Open
                && vm.getBlockTimestamp() <= expected[id].countUntil();
    }

    function _isExecutable(bytes32 id) private view returns (bool) {
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        uint256 present = vm.getBlockTimestamp();
        if (state.status != ISnapshotBallot.Status.Passed || present < state.closedAt + state.delay) return false;
        if (present > expected[id].countUntil() + state.delay + 14 days || executions[state.action] > 0) return false;
        if (callees[id] != address(ballot)) return true;
        ISnapshotBallot.Status vetoable = ballot.ballot(abi.decode(_argumentsOf(calls[id]), (bytes32))).status;
        return vetoable == ISnapshotBallot.Status.Open || vetoable == ISnapshotBallot.Status.Passed;
    }

    function _argumentsOf(bytes memory data) private pure returns (bytes memory arguments) {
        arguments = new bytes(data.length - 4);
        for (uint256 i = 0; i < arguments.length; i++) {
            arguments[i] = data[i + 4];
        }
    }
}
