// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../src/interfaces/ICanary.sol";
import {ICradle} from "../../src/interfaces/ICradle.sol";

/// @notice What a rollout is and does, said a second time, without a line of the contract's: from docs/canary.md. Waves have
/// 1, 1, 3 and 3 nodes and last a minute, which has four moments: its first second, and seconds 37, 47 and 61.
/// @dev Slots of three nodes are seconds 25 to 40, 35 to 50 and 45 to 60; the slot of one node is seconds 45 to 60.
library CanaryModel {
    enum Event {
        Approve,
        BeginWave,
        Latch,
        DrawOne,
        DrawAll,
        ReportHealthy,
        FailFirst,
        FailLast,
        ReportWithoutSamples,
        Judge,
        AttestorBreaches,
        AttestorsBreach,
        NodeBreaches,
        StrangerBreaches,
        Heartbeat,
        StrangersHeartbeat,
        RollBack,
        RollBackByBallot,
        ApproveFinalWave,
        ApproveOtherWaves,
        Pause,
        LetGo,
        StrangerPauses,
        TimePasses,
        FiveMinutesPass,
        BlocksPass,
        NobodyBeats
    }

    uint256 internal constant EVENTS = 27;

    /// @notice Everything that decides what can happen next. What means nothing in a phase is zero there.
    struct State {
        ICanary.Phase phase;
        uint8 wave;
        bool approved;
        bool paused;
        /// Three heartbeats were missed.
        bool silent;
        /// While drawing: 0 the draw block is not past, 1 it is in reach, 2 it is out of reach.
        uint8 reach;
        bool latched;
        uint8 drawn;
        /// The last block had its heartbeat; asked while the draw block is not past, since blocks must not pass then.
        bool beaten;
        uint8 moment;
        /// Of positions 0 to 2.
        ICanary.Verdict[3] verdicts;
        uint8 judged;
        uint8 failuresBefore;
        uint8 attestorsInBreach;
        uint8 nodesInBreach;
    }

    /// @notice The state after an event, or the error that leaves everything as it is.
    function afterEvent(State memory s, Event e) internal pure returns (State memory, bytes4) {
        if (e == Event.Approve) return approve(s);
        if (e == Event.BeginWave) return beginWave(s);
        if (e <= Event.DrawAll) return draw(s, e);
        if (e <= Event.ReportWithoutSamples) return report(s, e);
        if (e == Event.Judge) return judge(s);
        if (e >= Event.TimePasses) return (pass(s, e), 0);
        if (!isRollingOut(s)) {
            // Who may call is asked first.
            return (s, ICanary.Canary_PhaseIs.selector);
        }
        if (e <= Event.StrangerBreaches) return breach(s, e);
        return command(s, e);
    }

    function isRollingOut(State memory s) internal pure returns (bool) {
        return
            s.phase != ICanary.Phase.None && s.phase != ICanary.Phase.Completed && s.phase != ICanary.Phase.RolledBack;
    }

    function sizeOf(uint8 wave) internal pure returns (uint8) {
        return wave == 0 ? 0 : wave <= 2 ? 1 : 3;
    }

    // ---------------------------------------------------------------- waves

    function approve(State memory s) private pure returns (State memory, bytes4) {
        if (s.approved) return (s, ICradle.Cradle_StatusIs.selector);
        s.approved = true;
        return (s, 0);
    }

    function beginWave(State memory s) private pure returns (State memory, bytes4) {
        if (s.phase == ICanary.Phase.None) {
            if (!s.approved) return (s, ICanary.Canary_NotApproved.selector);
        } else {
            if (s.phase != ICanary.Phase.Waiting) return (s, ICanary.Canary_PhaseIs.selector);
            if (s.silent) return (s, ICanary.Canary_Silent.selector);
            if (s.paused) return (s, ICanary.Canary_Paused.selector);
        }
        s.phase = ICanary.Phase.Drawing;
        s.wave++;
        return (s, 0);
    }

    function draw(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (s.phase != ICanary.Phase.Drawing) return (s, ICanary.Canary_PhaseIs.selector);
        if (!s.latched) {
            if (s.reach == 0) return (s, ICanary.Canary_DrawNotReady.selector);
            if (s.reach == 2) return (s, ICanary.Canary_DrawMissed.selector);
        }
        (s.latched, s.reach, s.beaten) = (true, 1, false);
        if (e == Event.DrawOne) s.drawn++;
        if (e == Event.DrawAll) s.drawn = sizeOf(s.wave);
        if (s.drawn < sizeOf(s.wave)) return (s, 0);
        (s.phase, s.latched, s.reach, s.drawn) = (ICanary.Phase.Observing, false, 0, 0);
        // Breaches of the wave before say nothing about this one.
        (s.attestorsInBreach, s.nodesInBreach) = (0, 0);
        return (s, 0);
    }

    function report(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (s.phase != ICanary.Phase.Observing) return (s, ICanary.Canary_PhaseIs.selector);
        bool accepted = false;
        uint8 size = sizeOf(s.wave);
        for (uint8 i = 0; i < size; i++) {
            uint8 position = e == Event.FailLast ? size - 1 - i : i;
            if (s.verdicts[position] != ICanary.Verdict.None || isOver(s, position)) continue;
            if (e == Event.ReportHealthy) {
                if (!isInSlot(s, position)) continue;
                s.verdicts[position] = ICanary.Verdict.Healthy;
                accepted = true;
            } else {
                s.verdicts[position] = ICanary.Verdict.Failed;
                return (s, 0);
            }
        }
        return (s, accepted ? bytes4(0) : ICanary.Canary_NothingReported.selector);
    }

    /// @dev Position 0 of three ends in second 40, between the second and the third moment.
    function isOver(State memory s, uint8 position) internal pure returns (bool) {
        return s.moment >= (sizeOf(s.wave) == 3 && position == 0 ? 2 : 3);
    }

    function isInSlot(State memory s, uint8 position) internal pure returns (bool) {
        if (sizeOf(s.wave) == 1 || position == 2) return s.moment == 2;
        return s.moment == 1 || (s.moment == 2 && position == 1);
    }

    function judge(State memory s) private pure returns (State memory, bytes4) {
        if (s.phase != ICanary.Phase.Observing) return (s, ICanary.Canary_PhaseIs.selector);
        (uint8 size, uint8 before) = (sizeOf(s.wave), s.judged);
        bool isStopped = false;
        while (s.judged < size && !isStopped) {
            if (s.verdicts[s.judged] == ICanary.Verdict.None) {
                if (!isOver(s, s.judged)) break;
                s.verdicts[s.judged] = ICanary.Verdict.Silent;
            }
            s.judged++;
            isStopped = isEvidence(s);
        }
        if (isStopped) return (ended(s, ICanary.Phase.RolledBack), 0);
        if (s.judged < size || s.moment < 3) {
            return (s, s.judged > before ? bytes4(0) : ICanary.Canary_NothingToJudge.selector);
        }
        if (failuresOf(s) == size) return (ended(s, ICanary.Phase.RolledBack), 0);
        if (s.silent) return (s, ICanary.Canary_Silent.selector);
        return (promoted(s), 0);
    }

    /// @dev Computed with fractions: two failures are evidence in up to 8 verdicts, and one never is.
    function isEvidence(State memory s) private pure returns (bool) {
        return s.failuresBefore + failuresOf(s) >= 2;
    }

    function failuresOf(State memory s) internal pure returns (uint8 failures) {
        for (uint8 i = 0; i < s.judged; i++) {
            if (s.verdicts[i] != ICanary.Verdict.Healthy) failures++;
        }
    }

    function promoted(State memory s) private pure returns (State memory) {
        if (s.wave == 4) return ended(s, ICanary.Phase.Completed);
        s.failuresBefore += failuresOf(s);
        s.phase = s.wave == 3 ? ICanary.Phase.AwaitingBallot : ICanary.Phase.Waiting;
        (s.moment, s.judged) = (0, 0);
        for (uint256 i = 0; i < 3; i++) {
            s.verdicts[i] = ICanary.Verdict.None;
        }
        return s;
    }

    /// @dev Nothing but how it ended, and in which wave, matters any more.
    function ended(State memory s, ICanary.Phase phase) internal pure returns (State memory end) {
        (end.phase, end.wave, end.approved) = (phase, s.wave, true);
    }

    // ------------------------------------------------------------- way back

    function breach(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (e == Event.StrangerBreaches) return (s, ICanary.Canary_NothingBreached.selector);
        if (e == Event.AttestorsBreach) return (ended(s, ICanary.Phase.RolledBack), 0);
        if (e == Event.AttestorBreaches) {
            s.attestorsInBreach++;
        } else {
            uint8 size = sizeOf(s.phase == ICanary.Phase.Drawing ? s.wave - 1 : s.wave);
            if (s.nodesInBreach >= size) return (s, ICanary.Canary_NothingBreached.selector);
            s.nodesInBreach++;
        }
        if (s.attestorsInBreach == 3 || s.nodesInBreach == 3) return (ended(s, ICanary.Phase.RolledBack), 0);
        return (s, 0);
    }

    function command(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (e == Event.RollBackByBallot) return (ended(s, ICanary.Phase.RolledBack), 0);
        if (e == Event.RollBack) {
            bool isMissed = s.phase == ICanary.Phase.Drawing && !s.latched && s.reach == 2;
            if (!s.silent && !isMissed) return (s, ICanary.Canary_StillAlive.selector);
            return (ended(s, ICanary.Phase.RolledBack), 0);
        }
        if (e == Event.Heartbeat || e == Event.StrangersHeartbeat) return heartbeat(s, e);
        if (e == Event.ApproveFinalWave || e == Event.ApproveOtherWaves) return approveFinalWave(s, e);
        if (e == Event.StrangerPauses) return (s, ICanary.Canary_NotSubmitter.selector);
        s.paused = e == Event.Pause;
        return (s, 0);
    }

    function heartbeat(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (s.beaten) return (s, ICanary.Canary_HeartbeatOutOfReach.selector);
        if (e == Event.StrangersHeartbeat) return (s, ICanary.Canary_NotAnAttestor.selector);
        s.beaten = s.phase == ICanary.Phase.Drawing && s.reach == 0;
        s.silent = false;
        return (s, 0);
    }

    function approveFinalWave(State memory s, Event e) private pure returns (State memory, bytes4) {
        if (s.phase != ICanary.Phase.AwaitingBallot) return (s, ICanary.Canary_PhaseIs.selector);
        if (e == Event.ApproveOtherWaves) return (s, ICanary.Canary_WavesHashIs.selector);
        (s.phase, s.silent) = (ICanary.Phase.Waiting, false);
        return (s, 0);
    }

    // ------------------------------------------------------------- the clock

    function pass(State memory s, Event e) private pure returns (State memory) {
        bool isObserving = s.phase == ICanary.Phase.Observing;
        if (e == Event.TimePasses) {
            if (isObserving && s.moment < 3) s.moment++;
        } else if (e == Event.BlocksPass) {
            bool isUnlatched = s.phase == ICanary.Phase.Drawing && !s.latched;
            if (isUnlatched && s.reach < 2) (s.reach, s.beaten) = (s.reach + 1, false);
        } else {
            (s.attestorsInBreach, s.nodesInBreach) = (0, 0);
            if (isObserving) s.moment = 3;
            if (e == Event.NobodyBeats) s.silent = isRollingOut(s);
        }
        return s;
    }

    // ------------------------------------------------------------ as a word

    function pack(State memory s) internal pure returns (uint256 word) {
        word = uint256(s.phase);
        word = word << 8 | s.wave;
        word = word << 8 | (s.approved ? 1 : 0) | (s.paused ? 2 : 0) | (s.silent ? 4 : 0);
        word = word << 8 | (s.latched ? 1 : 0) | (s.beaten ? 2 : 0);
        word = word << 8 | s.reach;
        word = word << 8 | s.drawn;
        word = word << 8 | s.moment;
        for (uint256 i = 0; i < 3; i++) {
            word = word << 8 | uint256(s.verdicts[i]);
        }
        word = word << 8 | s.judged;
        word = word << 8 | s.failuresBefore;
        word = word << 8 | s.attestorsInBreach;
        word = word << 8 | s.nodesInBreach;
    }

    function unpack(uint256 word) internal pure returns (State memory s) {
        s.nodesInBreach = uint8(word);
        s.attestorsInBreach = uint8(word >> 8);
        s.failuresBefore = uint8(word >> 16);
        s.judged = uint8(word >> 24);
        for (uint256 i = 0; i < 3; i++) {
            s.verdicts[2 - i] = ICanary.Verdict(uint8(word >> (32 + 8 * i)));
        }
        s.moment = uint8(word >> 56);
        s.drawn = uint8(word >> 64);
        s.reach = uint8(word >> 72);
        (s.latched, s.beaten) = (word >> 80 & 1 != 0, word >> 80 & 2 != 0);
        (s.approved, s.paused, s.silent) = (word >> 88 & 1 != 0, word >> 88 & 2 != 0, word >> 88 & 4 != 0);
        s.wave = uint8(word >> 96);
        s.phase = ICanary.Phase(uint8(word >> 104));
    }
}
