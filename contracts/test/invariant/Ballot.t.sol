// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../src/ballot/SnapshotBallot.sol";
import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "../support/BallotFixture.sol";
import {FakeTarget} from "../support/FakeTarget.sol";
import {ReferenceElection} from "../support/ReferenceElection.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";
import {BallotHandler} from "./handlers/BallotHandler.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @notice The numbers are those of README.md beside this file.
contract BallotInvariantTest is RegistryFixture, BallotFixture {
    uint256 private constant OPERATORS = 30;
    uint64 private constant ADMIN = 0;

    BallotHandler private handler;

    function setUp() public {
        deployNetwork(OPERATORS);
        addNode(operatorAt(0).addr, "second node");
        addNode(operatorAt(0).addr, "third node");
        rollForward(1);
        target = new FakeTarget();
        ballot = new SnapshotBallot(configOf(address(registry), address(authority)), productionTracks(), roleListings());
        authority.grantRole(ADMIN, address(ballot), 0);
        authority.renounceRole(ADMIN, address(this));

        Account[] memory operators = new Account[](OPERATORS);
        address[] memory nodes = new address[](OPERATORS);
        for (uint256 i = 0; i < OPERATORS; i++) {
            operators[i] = operatorAt(i);
            nodes[i] = nodeAt(i).addr;
        }
        handler = new BallotHandler(ballot, target, registry, authority, operators, nodes);
        targetContract(address(handler));
        targetSelector(address(handler), actions());
    }

    /// @dev Roles are a constitutional matter, as the deployment lists them.
    function roleListings() private view returns (ISnapshotBallot.Listing[] memory list) {
        ISnapshotBallot.Listing[] memory others = listings();
        list = new ISnapshotBallot.Listing[](others.length + 2);
        for (uint256 i = 0; i < others.length; i++) {
            list[i] = others[i];
        }
        list[others.length] =
            ISnapshotBallot.Listing(address(authority), IAccessManager.grantRole.selector, CONSTITUTIONAL);
        list[others.length + 1] =
            ISnapshotBallot.Listing(address(authority), IAccessManager.revokeRole.selector, CONSTITUTIONAL);
    }

    /// @dev Time and votes come more often than the rest, so that ballots get somewhere.
    function actions() private pure returns (bytes4[] memory list) {
        list = new bytes4[](18);
        list[0] = BallotHandler.openAct.selector;
        list[1] = BallotHandler.openHalt.selector;
        list[2] = BallotHandler.openVeto.selector;
        list[3] = BallotHandler.vote.selector;
        list[4] = BallotHandler.vote.selector;
        list[5] = BallotHandler.vote.selector;
        list[6] = BallotHandler.pass.selector;
        list[7] = BallotHandler.pass.selector;
        list[8] = BallotHandler.close.selector;
        list[9] = BallotHandler.execute.selector;
        list[10] = BallotHandler.leave.selector;
        list[11] = BallotHandler.attack.selector;
        list[12] = BallotHandler.rally.selector;
        list[13] = BallotHandler.carry.selector;
        list[14] = BallotHandler.openRoleChange.selector;
        list[15] = BallotHandler.openLaundered.selector;
        list[16] = BallotHandler.smuggle.selector;
        list[17] = BallotHandler.forge.selector;
    }

    /// @dev One campaign checks all of them, since the campaign is what takes time.
    /// forge-config: default.invariant.runs = 24
    /// forge-config: default.invariant.depth = 64
    /// forge-config: deep.invariant.runs = 10000
    /// forge-config: deep.invariant.depth = 16
    function invariant_BallotsKeepTheirPromises() public view {
        bytes32[] memory ids = handler.ids();
        ISnapshotBallot.Ballot[] memory states = new ISnapshotBallot.Ballot[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            states[i] = ballot.ballot(ids[i]);
            tallyIsTheSumOfTheLatestValidVotes(states[i], handler.expected(ids[i]));
            assertEq(states[i].quorum, handler.expected(ids[i]).quorum(), "21: quorum");
            storedCallIsTheCommittedOne(states[i], ids[i]);
        }
        onlyPassedBallotsExecute(ids, states);
        targetSawExactlyTheCommittedCalls();
        onlyTheBallotIsAdmin();
        rolesAreThoseOfConstitutionalBallots();
    }

    /// @dev What takes longer, once at the end of each run.
    function afterInvariant() public view {
        bytes32[] memory ids = handler.ids();
        for (uint256 i = 0; i < handler.operatorsCount(); i++) {
            noVoteWeighsMoreThanTheCap(ids, handler.operator(i));
            authorsPlacesAreItsOpenBallots(ids, handler.operator(i));
        }
    }

    /// @dev The handler is able to get anywhere at all: one ballot executes, one is vetoed, one expires.
    function test_HandlerReachesEveryEnd() public {
        handler.openAct(1, 1);
        handler.openAct(2, 2);
        handler.openAct(3, 3);
        handler.openVeto(4, 1);
        for (uint256 i = 0; i < 4; i++) {
            handler.rally(i, 0);
        }
        handler.pass(3, 2, 1);
        handler.close(3);
        handler.execute(3);
        handler.pass(0, 2, 1);
        handler.close(0);
        handler.close(2);
        handler.pass(0, 2, 1);
        handler.execute(0);
        handler.pass(2, 2, 40);
        handler.execute(2);
        bytes32[] memory ids = handler.ids();
        assertStatus(ids[0], ISnapshotBallot.Status.Executed);
        assertStatus(ids[1], ISnapshotBallot.Status.Vetoed);
        assertStatus(ids[2], ISnapshotBallot.Status.Expired);
        assertStatus(ids[3], ISnapshotBallot.Status.Executed);
        assertEq(handler.executed(), 2);
        assertEq(target.acts(0), 1);
    }

    /// @dev Forgeries of every kind among good votes: the good ones count, and only they.
    function test_HandlerForgesVotes() public {
        handler.openAct(1, 1);
        bytes32 id = handler.ids()[0];
        handler.forge(0, 0, 11, 0, 0x0ff);
        assertEq(ballot.ballot(id).voters, 4, "behind forgeries");
        handler.forge(0, 12, 11, 0, 0xaaa);
        assertEq(ballot.ballot(id).voters, 10, "between forgeries");
        handler.forge(0, 0, 7, 0, type(uint256).max);
        assertEq(ballot.ballot(id).voters, 10, "nothing but forgeries");
    }

    /// @dev A role is given and taken by constitutional ballots; a laundered change passes, and does nothing.
    function test_HandlerChangesRoles() public {
        uint64 role = handler.ROLE();
        handler.openRoleChange(5, 0, true);
        handler.carry(0, 0);
        (bool isHolder,) = authority.hasRole(role, handler.candidate(0));
        assertTrue(isHolder, "given");
        handler.pass(0, 0, 1);
        handler.openRoleChange(6, 0, false);
        handler.carry(1, 0);
        (isHolder,) = authority.hasRole(role, handler.candidate(0));
        assertFalse(isHolder, "taken");
        handler.pass(0, 0, 1);
        handler.openLaundered(7, 1, true);
        handler.carry(2, 0);
        assertStatus(handler.ids()[2], ISnapshotBallot.Status.Passed);
        for (uint256 kind = 0; kind < 6; kind++) {
            handler.smuggle(8, 1, kind);
        }
        assertEq(handler.smuggled(), 6, "every weaker track refuses");
        (isHolder,) = authority.hasRole(role, handler.candidate(1));
        assertFalse(isHolder, "laundered");
        assertEq(handler.executed(), 2);
    }

    /// @dev 12 and 13
    function tallyIsTheSumOfTheLatestValidVotes(ISnapshotBallot.Ballot memory state, ReferenceElection expected)
        private
        view
    {
        (uint256[3] memory powers, uint256 voters) = expected.tally();
        assertEq(state.votesFor, powers[0], "12: For");
        assertEq(state.votesAgainst, powers[1], "12: Against");
        assertEq(state.votesAbstain, powers[2], "12: Abstain");
        assertEq(state.voters, voters, "12: voters");
        assertEq(state.countUntil, expected.countUntil(), "13: countUntil");
        assertLe(state.extensions, 3, "13: extensions");
    }

    /// @dev 14 and 16
    function onlyPassedBallotsExecute(bytes32[] memory ids, ISnapshotBallot.Ballot[] memory states) private view {
        uint256 executed = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            if (states[i].status != ISnapshotBallot.Status.Executed) continue;
            executed++;
            assertTrue(handler.expected(ids[i]).passes(), "14: an executed ballot passed");
            assertEq(handler.executions(states[i].action), 1, "16: once per action");
            assertTrue(ballot.isExecuted(states[i].action), "16: an executed action is known");
        }
        assertEq(executed, handler.executed(), "14: every execution has its ballot");
    }

    /// @dev 15
    function storedCallIsTheCommittedOne(ISnapshotBallot.Ballot memory state, bytes32 id) private view {
        assertEq(state.data, handler.calls(id), "15: stored call");
        assertEq(state.target, handler.callees(id), "15: stored target");
    }

    /// @dev 15
    function targetSawExactlyTheCommittedCalls() private view {
        assertEq(target.actsCount(), handler.executed() - handler.executedElsewhere(), "15: calls");
        for (uint256 i = 0; i < target.actsCount(); i++) {
            assertEq(target.acts(i), handler.expectedActs(i), "15: arguments");
        }
    }

    /// @dev 17
    function noVoteWeighsMoreThanTheCap(bytes32[] memory ids, address voter) private view {
        for (uint256 i = 0; i < ids.length; i++) {
            uint256 cap = registry.powerCap(registry.getPastTotalSupply(ballot.ballot(ids[i]).snapshot));
            (,, uint64 power,) = ballot.voteOf(ids[i], voter);
            assertLe(power, cap, "17: power of a standing vote");
        }
    }

    /// @dev 18
    function authorsPlacesAreItsOpenBallots(bytes32[] memory ids, address author) private view {
        uint256 open = 0;
        for (uint256 i = 0; i < ids.length; i++) {
            ISnapshotBallot.Ballot memory state = ballot.ballot(ids[i]);
            if (state.author == author && state.status == ISnapshotBallot.Status.Open) open++;
        }
        assertEq(ballot.openBallotsOf(author), open, "18: places");
        assertLe(open, 3, "18: places at most");
    }

    /// @dev 19
    function onlyTheBallotIsAdmin() private view {
        (bool isAdmin, uint32 delay) = authority.hasRole(ADMIN, address(ballot));
        assertTrue(isAdmin && delay == 0, "19: the ballot is admin");
        assertEq(handler.attacksWon(), 0, "19: attacks");
        assertEq(ballot.trackOf(ORDINARY).version, 1, "19: tracks change by constitutional ballots only");
    }

    /// @dev 20
    function rolesAreThoseOfConstitutionalBallots() private view {
        uint64 role = handler.ROLE();
        for (uint256 i = 0; i < handler.CANDIDATES(); i++) {
            address account = handler.candidate(i);
            (bool isHolder,) = authority.hasRole(role, account);
            assertEq(isHolder, handler.holdsRole(account), "20: role by constitutional ballot");
            (bool isAdmin,) = authority.hasRole(ADMIN, account);
            assertFalse(isAdmin, "20: nobody else is admin");
        }
        (bool targetHolds,) = authority.hasRole(role, address(target));
        assertFalse(targetHolds, "20: nor does a target");
    }
}
