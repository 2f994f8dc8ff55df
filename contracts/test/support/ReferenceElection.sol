// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";

/// @notice What one ballot's count should be, in the plainest way: it keeps every valid vote that arrived in time and
/// counts them all again whenever somebody asks.
contract ReferenceElection {
    struct Ballot {
        uint256 start;
        uint256 end;
        uint256 grace;
        /// Nodes at the snapshot.
        uint256 totalPower;
        uint256 quorumBps;
        uint256 votersMin;
        bool twoThirds;
    }

    struct Message {
        address voter;
        uint256 choice;
        uint256 timestamp;
        bytes32 id;
        uint256 power;
    }

    Message[] private _messages;
    Ballot private _terms;

    /// @notice The end of counting, extensions included.
    uint256 public countUntil;
    /// @notice How often the count was extended.
    uint256 public extensions;

    constructor(Ballot memory terms) {
        _terms = terms;
        countUntil = terms.end + terms.grace;
    }

    /// @notice Offers a vote and says whether it must count now.
    function offer(ISnapshotBallot.Vote calldata vote, bytes32 voteId, bool isSignedByVoter, uint256 power)
        external
        returns (bool)
    {
        if (!isValid(vote, isSignedByVoter, power) || block.timestamp > countUntil) return false;
        Message memory message = Message(vote.voter, vote.choice, vote.timestamp, voteId, power);
        Message[] memory all = _messages;
        for (uint256 i = 0; i < all.length; i++) {
            if (all[i].voter == vote.voter && !isLater(message, all[i])) return false;
        }
        _messages.push(message);
        return true;
    }

    /// @notice After each batch: a turn after the end extends.
    function settle(bool passedBefore) external {
        if (block.timestamp > _terms.end && extensions < 3 && passes() != passedBefore) {
            extensions++;
            countUntil += _terms.grace;
        }
    }

    /// @notice For, Against, Abstain and the number of voters, from all messages.
    function tally() public view returns (uint256[3] memory powers, uint256 voters) {
        Message[] memory all = _messages;
        for (uint256 i = 0; i < all.length; i++) {
            if (!isStanding(all, i)) continue;
            powers[all[i].choice - 1] += all[i].power;
            voters++;
        }
    }

    /// @notice The fewest nodes that are at least the track's share of all.
    function quorum() public view returns (uint256 least) {
        least = _terms.totalPower * _terms.quorumBps / 10_000;
        if (least * 10_000 < _terms.totalPower * _terms.quorumBps) least++;
    }

    /// @notice Whether the ballot passes with the messages so far.
    function passes() public view returns (bool) {
        (uint256[3] memory powers, uint256 voters) = tally();
        if (powers[0] + powers[1] + powers[2] < quorum()) return false;
        if (voters < _terms.votersMin) return false;
        if (powers[0] <= powers[1]) return false;
        return !_terms.twoThirds || powers[0] * 3 >= (powers[0] + powers[1]) * 2;
    }

    function isValid(ISnapshotBallot.Vote calldata vote, bool isSignedByVoter, uint256 power)
        private
        view
        returns (bool)
    {
        return isSignedByVoter && power > 0 && vote.variant < 4 && vote.choice >= 1 && vote.choice <= 3
            && vote.timestamp >= _terms.start && vote.timestamp <= _terms.end && vote.timestamp <= block.timestamp + 300;
    }

    function isStanding(Message[] memory all, uint256 index) private pure returns (bool) {
        for (uint256 i = 0; i < all.length; i++) {
            if (all[i].voter == all[index].voter && isLater(all[i], all[index])) return false;
        }
        return true;
    }

    function isLater(Message memory message, Message memory other) private pure returns (bool) {
        if (message.timestamp != other.timestamp) return message.timestamp > other.timestamp;
        return message.id > other.id;
    }
}
