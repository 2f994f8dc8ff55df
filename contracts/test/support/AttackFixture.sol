// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "./BallotFixture.sol";
import {FakeTarget} from "./FakeTarget.sol";
import {RegistryFixture} from "./RegistryFixture.sol";

/// @notice The real registry with 40 operators, and the ballot as the authority's only admin. The attacker is operator 0,
/// and has as many friends as the attack needs.
abstract contract AttackFixture is RegistryFixture, BallotFixture {
    uint64 internal constant ADMIN = 0;

    Account internal attacker;

    function setUp() public {
        deployNetwork(40);
        deployBallot(address(registry), address(authority));
        authority.grantRole(ADMIN, address(ballot), 0);
        authority.renounceRole(ADMIN, address(this));
        attacker = operatorAt(0);
    }

    function votesOf(bytes32 id, uint256 first, uint256 size, uint8 choice)
        internal
        returns (ISnapshotBallot.Vote[] memory votes)
    {
        votes = new ISnapshotBallot.Vote[](size);
        for (uint256 i = 0; i < size; i++) {
            votes[i] = signedVote(id, operatorAt(first + i), choice);
        }
    }

    function castAll(bytes32 id, uint256 first, uint256 size, uint8 choice) internal {
        ballot.count(id, votesOf(id, first, size, choice));
    }

    /// @dev Carries an open ballot to the moment at which it can be executed.
    function passAndWait(bytes32 id) internal {
        castAll(id, 0, 40, FOR);
        warpToClose(id);
        assertTrue(ballot.close(id), "passes");
        warpToExecute(id);
    }

    function expectOpenRefused(ISnapshotBallot.Proposal memory proposal, bytes4 reason) internal {
        expectOpenRefused(proposal, address(target), abi.encodeCall(FakeTarget.act, (1)), reason);
    }

    /// @dev The attacker signs all the same.
    function expectOpenRefused(
        ISnapshotBallot.Proposal memory proposal,
        address callee,
        bytes memory data,
        bytes4 reason
    ) internal {
        bytes memory signed = signProposal(attacker, proposal, callee, data);
        vm.expectPartialRevert(reason);
        ballot.open(proposal, signed, callee, data, SALT);
    }

    /// @dev A contract account that a ballot let in, with one active node.
    function letIn(address account) internal {
        vm.prank(address(ballot));
        registry.admitByBallot(account);
        addNode(account, "node of a wallet");
        rollForward(1);
    }
}
