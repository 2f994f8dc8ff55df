// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {FakeTarget} from "../support/FakeTarget.sol";
import {PlainGovernor} from "../support/PlainGovernor.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";

/// @notice What the same electorate, the same registry of 120 operators, would pay through OpenZeppelin's Governor: each vote
/// is one transaction of `castVoteBySig`, which a relayer sends. Run isolated: each call is then a transaction of its own,
/// with its 21,000 and its calldata, and every storage slot is cold.
contract GovernorGasTest is RegistryFixture {
    /// @dev As many first votes as a full batch of the ballot holds.
    uint256 private constant VOTERS = 100;
    uint8 private constant FOR = 1;
    string private constant GROUP = "Governor";

    PlainGovernor private governor;
    FakeTarget private target;

    function setUp() public {
        deployNetwork(120);
        governor = new PlainGovernor(registry);
        target = new FakeTarget();
    }

    function test_Gas_WholeProposal() public {
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = proposal();
        uint256 id = governor.propose(targets, values, calls, "title");
        vm.snapshotGasLastCall(GROUP, "propose");

        rollForward(governor.votingDelay() + 1);
        uint256 gasOfAll = 0;
        for (uint256 i = 0; i < VOTERS; i++) {
            gasOfAll += castVoteBySig(id, operatorAt(i));
        }
        vm.snapshotValue(GROUP, "castVoteBySig, per vote of 100 first votes", gasOfAll / VOTERS);
        (, uint256 votesFor,) = governor.proposalVotes(id);
        assertEq(votesFor, VOTERS, "every vote counted");

        rollForward(governor.votingPeriod());
        governor.execute(targets, values, calls, keccak256("title"));
        vm.snapshotGasLastCall(GROUP, "execute, of a call that takes two slots");
        assertEq(target.actsCount(), 1, "executed");
    }

    function castVoteBySig(uint256 id, Account memory voter) private returns (uint256 gasUsed) {
        bytes memory signed = signature(voter.key, ballotDigest(id, voter.addr));
        governor.castVoteBySig(id, FOR, voter.addr, signed);
        return vm.lastCallGas().gasTotalUsed;
    }

    function ballotDigest(uint256 id, address voter) private view returns (bytes32) {
        bytes32 structHash = keccak256(abi.encode(governor.BALLOT_TYPEHASH(), id, FOR, voter, governor.nonces(voter)));
        return typedDataDigest("PlainGovernor", address(governor), structHash);
    }

    function proposal() private view returns (address[] memory targets, uint256[] memory values, bytes[] memory calls) {
        targets = new address[](1);
        values = new uint256[](1);
        calls = new bytes[](1);
        targets[0] = address(target);
        calls[0] = abi.encodeCall(FakeTarget.act, (1));
    }
}
