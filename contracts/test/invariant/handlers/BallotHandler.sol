// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "../../support/BallotFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {ReferenceElection} from "../../support/ReferenceElection.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice Members, relayers and attackers who act at random on one ballot contract; beside each ballot runs a reference.
/// Every call is expected to succeed or to revert beforehand, and a surprise either way fails.
contract BallotHandler is BallotFixture {
    /// @notice The role that constitutional ballots hand out, and whom they may give it to.
    uint64 public constant ROLE = 7;
    uint256 public constant CANDIDATES = 3;
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
    mapping(bytes32 id => uint256) private _snapshots;
    mapping(bytes32 id => ReferenceElection) public expected;
    mapping(bytes32 id => address) public callees;
    mapping(bytes32 id => bytes) public calls;
    mapping(bytes32 action => uint256) public executions;
    /// @notice What the target must have been called with, in order.
    uint256[] public expectedActs;
    /// @notice Executions of any ballot.
    uint256 public executed;
    /// @notice Those of them that called the ballot or the authority, and not the target.
    uint256 public executedElsewhere;
    /// @notice Who must hold the role by the constitutional ballots that executed.
    mapping(address account => bool) public holdsRole;
    /// @notice Calls of attackers that did not revert.
    uint256 public attacksWon;
    /// @notice Role changes that weaker tracks refused.
    uint256 public smuggled;

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

    /// @dev The only way to a role.
    function openRoleChange(uint256 authorSeed, uint256 candidateSeed, bool isGrant) external {
        _open(authorSeed, CONSTITUTIONAL, address(AUTHORITY), roleCall(candidateSeed, isGrant));
    }

    /// @dev The same call within an ordinary one, by a target that makes it: opens and may pass, and must fail at the end.
    function openLaundered(uint256 authorSeed, uint256 candidateSeed, bool isGrant) external {
        bytes memory data = abi.encodeCall(FakeTarget.callBack, (address(AUTHORITY), roleCall(candidateSeed, isGrant)));
        _open(authorSeed, ORDINARY, address(target), data);
    }

    /// @dev Up to 12 operators in a row vote, dated up to an hour ago or six minutes ahead.
    function vote(uint256 ballotSeed, uint256 first, uint256 size, uint256 choices, uint256 age) external {
        if (_ids.length == 0) return;
        uint64 timestamp = uint64(vm.getBlockTimestamp() + 360 - age % 3960);
        _vote(_ids[ballotSeed % _ids.length], first, 1 + size % 12, choices, 0, timestamp);
    }

    /// @dev The same, with forgeries among the good votes, before and behind them, or alone.
    function forge(uint256 ballotSeed, uint256 first, uint256 size, uint256 choices, uint256 forgeries) external {
        if (_ids.length == 0) return;
        bytes32 id = _ids[ballotSeed % _ids.length];
        _vote(id, first, 1 + size % 12, choices, forgeries, uint64(vm.getBlockTimestamp()));
    }

    /// @dev Enough operators vote For, as good citizens do.
    function rally(uint256 ballotSeed, uint256 first) public {
        bytes32 id = _next(ballotSeed, ISnapshotBallot.Status.Open);
        if (id == 0) return;
        ISnapshotBallot.Ballot memory state = ballot.ballot(id);
        uint256 size = state.track == CONSTITUTIONAL ? 24 : 18;
        _vote(id, first, size, 0, 0, uint64(Math.min(vm.getBlockTimestamp(), state.end)));
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
        _foresee(id);
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

    /// @dev A role change on a weaker track's terms, bare or carried by the authority itself, signed by a real author.
    function smuggle(uint256 authorSeed, uint256 candidateSeed, uint256 kind) external {
        Account memory author = _operators[authorSeed % _operators.length];
        if (REGISTRY.getPastVotes(author.addr, vm.getBlockNumber() - 1) == 0) return;
        bytes memory data = roleCall(candidateSeed, true);
        if (kind % 3 == 1) data = abi.encodeCall(IAccessManager.execute, (address(AUTHORITY), data));
        if (kind % 3 == 2) {
            bytes[] memory calls_ = new bytes[](1);
            calls_[0] = data;
            data = abi.encodeCall(Multicall.multicall, (calls_));
        }
        ISnapshotBallot.Proposal memory proposal = draft(author.addr, kind % 2 == 0 ? ORDINARY : EMERGENCY);
        bytes memory signed = signProposal(author, proposal, address(AUTHORITY), data);
        try ballot.open(proposal, signed, address(AUTHORITY), data, SALT) {
            attacksWon++;
        } catch {
            smuggled++;
        }
    }

    function attack(uint256 attackerSeed, uint256 ballotSeed, uint256 kind) external {
        address attacker = _operators[attackerSeed % _operators.length].addr;
        bytes32 id = _ids.length == 0 ? bytes32(0) : _ids[ballotSeed % _ids.length];
        ISnapshotBallot.Track memory weak;
        weak.window = 1;
        bytes[6] memory tries = [
            abi.encodeCall(ISnapshotBallot.veto, (id)),
            abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, weak)),
            abi.encodeCall(ISnapshotBallot.setListing, (address(target), FakeTarget.act.selector, ORDINARY, EMERGENCY)),
            abi.encodeCall(IAccessManager.grantRole, (0, attacker, 0)),
            abi.encodeCall(IAccessManager.grantRole, (ROLE, attacker, 0)),
            abi.encodeCall(IAccessManager.revokeRole, (0, address(ballot)))
        ];
        vm.prank(attacker);
        (bool success,) = (kind % 6 < 3 ? address(ballot) : address(AUTHORITY)).call(tries[kind % 6]);
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

    /// @notice One of the accounts that ballots and attackers want to give the role to.
    function candidate(uint256 seed) public view returns (address) {
        return _operators[seed % CANDIDATES].addr;
    }

    function roleCall(uint256 candidateSeed, bool isGrant) private view returns (bytes memory) {
        return isGrant
            ? abi.encodeCall(IAccessManager.grantRole, (ROLE, candidate(candidateSeed), 0))
            : abi.encodeCall(IAccessManager.revokeRole, (ROLE, candidate(candidateSeed)));
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
        _snapshots[id] = proposal.snapshot;
        expected[id] = new ReferenceElection(
            ReferenceElection.Ballot({
                start: proposal.start,
                end: proposal.end,
                grace: track == EMERGENCY ? 10 minutes : 1 hours,
                totalPower: REGISTRY.getPastTotalSupply(proposal.snapshot),
                quorumBps: track == ORDINARY ? 500 : 2000,
                votersMin: track == CONSTITUTIONAL ? 20 : 10,
                twoThirds: track != ORDINARY
            })
        );
    }

    /// @dev Bit i of `forgeries` says that vote i is a forger's.
    function _vote(bytes32 id, uint256 first, uint256 size, uint256 choices, uint256 forgeries, uint64 timestamp)
        private
    {
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](size);
        bool passedBefore = expected[id].passes();
        uint256 counted = 0;
        for (uint256 i = 0; i < size; i++) {
            uint256 voter = (first % _operators.length + i) % _operators.length;
            bool isForged = (forgeries >> i) % 2 == 1;
            votes[i] = voteOf(_operators[voter].addr, uint8(1 + (choices >> (i * 8)) % 3));
            votes[i].timestamp = timestamp;
            votes[i].variant = uint8(timestamp % 4);
            votes[i] = isForged ? _forge(id, voter, votes[i]) : sign(id, _operators[voter], votes[i]);
            if (_offer(id, votes[i], !isForged)) counted++;
        }
        if (counted == 0) vm.expectRevert();
        uint256 found = ballot.count(id, votes);
        if (counted == 0) return;
        assertEq(found, counted, "counted");
        expected[id].settle(passedBefore);
    }

    /// @dev Whether the reference says that the vote counts now.
    function _offer(bytes32 id, ISnapshotBallot.Vote memory offered, bool isSignedByVoter) private returns (bool) {
        if (!_isCounting(id)) return false;
        uint256 power = REGISTRY.getPastVotes(offered.voter, _snapshots[id]);
        return expected[id].offer(offered, ballot.voteIdOf(id, offered), isSignedByVoter, power);
    }

    /// @dev A vote that its voter did not sign: signed by another member; truly signed, but for another ballot or with
    /// another choice; or not signed at all.
    function _forge(bytes32 id, uint256 voter, ISnapshotBallot.Vote memory forged)
        private
        view
        returns (ISnapshotBallot.Vote memory)
    {
        uint256 kind = voter % 4;
        if (kind == 0) return sign(id, _operators[(voter + 1) % _operators.length], forged);
        if (kind == 1) return sign(keccak256(abi.encode(id)), _operators[voter], forged);
        if (kind == 2) {
            forged = sign(id, _operators[voter], forged);
            forged.choice = forged.choice % 3 + 1;
        }
        return forged;
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
        if (bytes4(calls[id]) == FakeTarget.callBack.selector) return false;
        if (callees[id] != address(ballot)) return true;
        ISnapshotBallot.Status vetoable = ballot.ballot(abi.decode(_argumentsOf(calls[id]), (bytes32))).status;
        return vetoable == ISnapshotBallot.Status.Open || vetoable == ISnapshotBallot.Status.Passed;
    }

    /// @dev Writes down what an execution must do.
    function _foresee(bytes32 id) private {
        bytes4 selector = bytes4(calls[id]);
        if (callees[id] == address(target)) {
            bool isHalt = selector == FakeTarget.halt.selector;
            expectedActs.push(isHalt ? type(uint256).max : uint256(bytes32(_argumentsOf(calls[id]))));
            return;
        }
        executedElsewhere++;
        if (callees[id] != address(AUTHORITY)) return;
        (, address account) = abi.decode(_argumentsOf(calls[id]), (uint64, address));
        holdsRole[account] = selector == IAccessManager.grantRole.selector;
    }

    function _argumentsOf(bytes memory data) private pure returns (bytes memory arguments) {
        arguments = new bytes(data.length - 4);
        for (uint256 i = 0; i < arguments.length; i++) {
            arguments[i] = data[i + 4];
        }
    }
}
