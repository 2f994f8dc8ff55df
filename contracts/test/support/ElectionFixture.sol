// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "./BallotFixture.sol";
import {FakeElectorate} from "./FakeElectorate.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice A ballot contract over an electorate whose powers the test sets. Member i is the account named "member i".
abstract contract ElectionFixture is BallotFixture {
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant START_BLOCK = 1_000_000;

    FakeElectorate internal electorate;
    AccessManager internal authority;
    Account internal author;

    /// @dev `members` members with one node each; the author is the first.
    function deployElection(uint256 members) internal {
        vm.warp(START);
        vm.roll(START_BLOCK);
        electorate = new FakeElectorate();
        authority = new AccessManager(address(this));
        deployBallot(address(electorate), address(authority));
        for (uint256 i = 0; i < members; i++) {
            electorate.setPower(memberAt(i).addr, 1);
        }
        author = memberAt(0);
    }

    function memberAt(uint256 i) internal returns (Account memory) {
        return makeAccount(string.concat("member ", vm.toString(i)));
    }

    /// @dev Signed votes of members first..first + size - 1, all of one choice, dated now.
    function votesOf(bytes32 id, uint256 first, uint256 size, uint8 choice)
        internal
        returns (ISnapshotBallot.Vote[] memory votes)
    {
        votes = new ISnapshotBallot.Vote[](size);
        for (uint256 i = 0; i < size; i++) {
            votes[i] = signedVote(id, memberAt(first + i), choice);
        }
    }

    function cast(bytes32 id, uint256 first, uint256 size, uint8 choice) internal {
        ballot.count(id, votesOf(id, first, size, choice));
    }

    /// @dev Lets the first twenty members vote For, which passes on every track, and closes.
    function pass(bytes32 id) internal {
        cast(id, 0, 20, FOR);
        warpToClose(id);
        assertTrue(ballot.close(id), "passes");
    }

    /// @dev Opens, passes and executes one call.
    function enact(uint8 track, address callee, bytes memory data) internal returns (bytes32 id) {
        id = openCall(author, track, callee, data);
        pass(id);
        warpToExecute(id);
        ballot.execute(id);
    }
}
