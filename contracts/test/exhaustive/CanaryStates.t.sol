// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../src/interfaces/ICanary.sol";
import {CanaryModel} from "./CanaryModel.sol";
import {CanaryPlayer} from "./CanaryPlayer.sol";

/// @notice Every event in every state that a rollout can reach: the contract does what the model says, and from every state
/// there is a way back.
/// @dev Breadth first. What is explored stands in memory, since going back to a state of the chain takes storage back too.
contract CanaryStatesTest is CanaryPlayer {
    using CanaryModel for CanaryModel.State;

    /// @dev An exploration that became smaller must not pass unseen.
    string private constant NOT_PAUSED = "";
    string private constant PAUSED = "1527 states, 17262 transitions, 20913 refusals";
    uint256 private constant STATES_MAX = 20_000;
    uint256 private constant SLOTS = 1 << 15;

    struct Graph {
        /// By number: the state, and its snapshot while its events are not played.
        uint256[] states;
        uint256[] snapshots;
        uint256 size;
        /// By 2 · number: for each event 16 bits, the number of the state after it plus one; 0 after an error.
        uint256[] next;
        uint256 transitions;
        uint256 refusals;
        /// Open addressing: a number plus one.
        uint256[] slots;
    }

    function setUp() public {
        deployPlayer();
    }

    /// @dev Without pauses, which only hold `beginWave` back and would double the states.
    function test_EveryEventInEveryStateThatIsNotPaused() public {
        uint256 left = bit(CanaryModel.Event.Pause) | bit(CanaryModel.Event.LetGo);
        check(left | bit(CanaryModel.Event.StrangerPauses), NOT_PAUSED);
    }

    /// @dev With pauses, and without breaches that need others: a complete one can happen in every state.
    function test_EveryEventInEveryStateThatMayBePaused() public {
        check(bit(CanaryModel.Event.AttestorBreaches) | bit(CanaryModel.Event.NodeBreaches), PAUSED);
    }

    /// @param left events that are not played, as bits
    function check(uint256 left, string memory range) private {
        vm.pauseGasMetering();
        Graph memory graph = explored(left);
        assertEveryStateGoesBack(graph);
        assertEndsAreEnds(graph);
        assertPromotionsAreEarned(graph);
        assertWaveFourNeedsTheBallot(graph);
        assertRange(graph, range);
        vm.resumeGasMetering();
    }

    function bit(CanaryModel.Event e) private pure returns (uint256) {
        return 1 << uint256(e);
    }

    // ------------------------------------------------------------- exploring

    function explored(uint256 left) private returns (Graph memory graph) {
        graph.states = new uint256[](STATES_MAX);
        graph.snapshots = new uint256[](STATES_MAX);
        graph.next = new uint256[](STATES_MAX * 2);
        graph.slots = new uint256[](SLOTS);
        CanaryModel.State memory first;
        add(graph, first.pack());
        for (uint256 i = 0; i < graph.size; i++) {
            bool isChanged = true;
            for (uint256 e = 0; e < CanaryModel.EVENTS; e++) {
                if (left & (1 << e) != 0) continue;
                uint256 free = freeMemory();
                // Most events are refused or change nothing: then the chain need not go back.
                if (isChanged) assertTrue(vm.revertToState(graph.snapshots[i]), "snapshot");
                isChanged = explore(graph, i, e);
                // Gas limits memory: what one step allocates is not needed by the next.
                setFreeMemory(free);
            }
            vm.deleteStateSnapshot(graph.snapshots[i]);
        }
    }

    function explore(Graph memory graph, uint256 i, uint256 e) private returns (bool isChanged) {
        (uint256 state, bytes4 failure) = this.step(graph.states[i], CanaryModel.Event(e));
        if (failure != 0) {
            graph.refusals++;
            return false;
        }
        graph.next[2 * i + e / 16] |= (1 + add(graph, state)) << (16 * (e % 16));
        graph.transitions++;
        return state != graph.states[i];
    }

    function freeMemory() private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := mload(0x40)
        }
    }

    function setFreeMemory(uint256 pointer) private pure {
        assembly ("memory-safe") {
            mstore(0x40, pointer)
        }
    }

    /// @dev The number of a state; a new one is kept with a snapshot.
    function add(Graph memory graph, uint256 state) private returns (uint256 number) {
        uint256 slot = uint256(keccak256(abi.encode(state))) % SLOTS;
        while (graph.slots[slot] != 0) {
            number = graph.slots[slot] - 1;
            if (graph.states[number] == state) return number;
            slot = (slot + 1) % SLOTS;
        }
        number = graph.size++;
        graph.slots[slot] = number + 1;
        graph.states[number] = state;
        graph.snapshots[number] = vm.snapshotState();
    }

    // ------------------------------------------------------------ properties

    function assertRange(Graph memory graph, string memory expected) private pure {
        string memory range = string.concat(
            vm.toString(graph.size),
            " states, ",
            vm.toString(graph.transitions),
            " transitions, ",
            vm.toString(graph.refusals),
            " refusals"
        );
        assertEq(range, expected);
    }

    /// @dev k attestors in one transaction, the ballot, and silence.
    function assertEveryStateGoesBack(Graph memory graph) private pure {
        uint256 rollingOut = 0;
        for (uint256 i = 0; i < graph.size; i++) {
            if (!CanaryModel.unpack(graph.states[i]).isRollingOut()) continue;
            rollingOut++;
            assertRolledBack(graph, after_(graph, i, CanaryModel.Event.AttestorsBreach));
            assertRolledBack(graph, after_(graph, i, CanaryModel.Event.RollBackByBallot));
            uint256 silent = after_(graph, i, CanaryModel.Event.NobodyBeats);
            assertRolledBack(graph, after_(graph, silent - 1, CanaryModel.Event.RollBack));
        }
        assertGt(rollingOut, graph.size / 2, "most states roll out");
    }

    /// @dev After a complete breach, or whatever else went back, nothing leads anywhere: no path to a promotion.
    function assertEndsAreEnds(Graph memory graph) private pure {
        uint256 completed = 0;
        uint256 rolledBack = 0;
        for (uint256 i = 0; i < graph.size; i++) {
            ICanary.Phase phase = CanaryModel.unpack(graph.states[i]).phase;
            if (phase == ICanary.Phase.Completed) completed++;
            else if (phase == ICanary.Phase.RolledBack) rolledBack++;
            else continue;
            for (uint256 e = 0; e < CanaryModel.EVENTS; e++) {
                uint256 next = after_(graph, i, CanaryModel.Event(e));
                assertTrue(next == 0 || next == i + 1, "an end");
            }
        }
        assertEq(completed, 1, "completed, in wave 4");
        assertEq(rolledBack, 4, "rolled back, in each wave");
    }

    /// @dev Whatever changes the phase from Observing to anything but RolledBack is a judgement, watched, after all of the
    /// wave's verdicts, of which one at least is healthy. And a report without samples is never a healthy verdict.
    function assertPromotionsAreEarned(Graph memory graph) private pure {
        uint256 promotions = 0;
        for (uint256 i = 0; i < graph.size; i++) {
            CanaryModel.State memory s = CanaryModel.unpack(graph.states[i]);
            if (s.phase != ICanary.Phase.Observing) continue;
            assertEmptyIsNotHealthy(graph, i);
            for (uint256 e = 0; e < CanaryModel.EVENTS; e++) {
                uint256 next = after_(graph, i, CanaryModel.Event(e));
                if (next == 0) continue;
                ICanary.Phase phase = CanaryModel.unpack(graph.states[next - 1]).phase;
                if (phase == ICanary.Phase.Observing || phase == ICanary.Phase.RolledBack) continue;
                assertTrue(CanaryModel.Event(e) == CanaryModel.Event.Judge, "by judging");
                assertGt(healthyIn(s), 0, "healthy");
                assertFalse(s.silent, "watched");
                promotions++;
            }
        }
        assertGt(promotions, 0, "promotions");
    }

    function assertEmptyIsNotHealthy(Graph memory graph, uint256 i) private pure {
        uint256 next = after_(graph, i, CanaryModel.Event.ReportWithoutSamples);
        if (next == 0) return;
        uint256 before = healthyIn(CanaryModel.unpack(graph.states[i]));
        assertEq(healthyIn(CanaryModel.unpack(graph.states[next - 1])), before, "an empty series is not healthy");
    }

    /// @dev Without the right approval, no path leads to wave 4.
    function assertWaveFourNeedsTheBallot(Graph memory graph) private pure {
        bool[] memory isReached = new bool[](graph.size);
        uint256[] memory queue = new uint256[](graph.size);
        uint256 end = 1;
        isReached[0] = true;
        for (uint256 i = 0; i < end; i++) {
            for (uint256 e = 0; e < CanaryModel.EVENTS; e++) {
                uint256 next = after_(graph, queue[i], CanaryModel.Event(e));
                bool isApproval = CanaryModel.Event(e) == CanaryModel.Event.ApproveFinalWave;
                if (next == 0 || isApproval || isReached[next - 1]) continue;
                assertLt(CanaryModel.unpack(graph.states[next - 1]).wave, 4, "wave 4 without a ballot");
                isReached[next - 1] = true;
                queue[end++] = next - 1;
            }
        }
        assertGt(end, graph.size / 4, "waves 1 to 3");
        assertLt(end, graph.size, "wave 4 with the ballot");
    }

    // -------------------------------------------------------------- helpers

    function after_(Graph memory graph, uint256 number, CanaryModel.Event e) private pure returns (uint256) {
        return uint16(graph.next[2 * number + uint256(e) / 16] >> (16 * (uint256(e) % 16)));
    }

    function assertRolledBack(Graph memory graph, uint256 next) private pure {
        assertGt(next, 0, "goes back");
        ICanary.Phase phase = CanaryModel.unpack(graph.states[next - 1]).phase;
        assertEq(uint256(phase), uint256(ICanary.Phase.RolledBack), "goes back");
    }

    function healthyIn(CanaryModel.State memory s) private pure returns (uint256 healthy) {
        for (uint256 i = 0; i < 3; i++) {
            if (s.verdicts[i] == ICanary.Verdict.Healthy) healthy++;
        }
    }
}
