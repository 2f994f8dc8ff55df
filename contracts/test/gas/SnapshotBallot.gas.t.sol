// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {BallotFixture} from "../support/BallotFixture.sol";
import {FakeContractWallet} from "../support/FakeContractWallet.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";

/// @notice What members' relayers pay, over the real registry with 120 operators. Run isolated: each call is then a
/// transaction of its own, with its 21,000 and its calldata.
contract SnapshotBallotGasTest is RegistryFixture, BallotFixture {
    uint256 private constant BATCH = 100;
    /// @dev The product's promise per vote in a full batch, everything included.
    uint256 private constant GAS_PER_VOTE_MAX = 42_000;
    string private constant GROUP = "SnapshotBallot";

    function setUp() public {
        deployNetwork(120);
        deployBallot(address(registry), address(authority));
    }

    function test_Gas_WholeBallot() public {
        bytes32 id = openAct(operatorAt(0), 1);
        vm.snapshotGasLastCall(GROUP, "open");

        ISnapshotBallot.Vote[] memory votes = batch(id, BATCH, FOR);
        ballot.count(id, votes);
        uint256 gasOfBatch = vm.snapshotGasLastCall(GROUP, "count, batch of 100 first votes");
        vm.snapshotValue(GROUP, "count, per vote of the batch", gasOfBatch / BATCH);
        assertLe(gasOfBatch / BATCH, GAS_PER_VOTE_MAX, "gas per vote");

        skip(1);
        votes = batch(id, BATCH, AGAINST);
        ballot.count(id, votes);
        gasOfBatch = vm.snapshotGasLastCall(GROUP, "count, batch of 100 replacements");

        votes = only(signedVote(id, operatorAt(BATCH), FOR));
        ballot.count(id, votes);
        vm.snapshotGasLastCall(GROUP, "count, one vote");

        skip(1);
        ballot.count(id, batch(id, BATCH, FOR));
        warpToClose(id);
        ballot.close(id);
        vm.snapshotGasLastCall(GROUP, "close");

        warpToExecute(id);
        ballot.execute(id);
        vm.snapshotGasLastCall(GROUP, "execute, of a call that takes two slots");
    }

    function test_Gas_ContractVote() public {
        FakeContractWallet wallet = new FakeContractWallet();
        registry.admitByBallot(address(wallet));
        addNode(address(wallet), "node of the wallet");
        rollForward(1);
        bytes32 id = openAct(operatorAt(0), 1);
        ISnapshotBallot.Vote memory vote = voteOf(address(wallet), FOR);
        wallet.approve(ballot.voteIdOf(id, vote));
        ballot.countContractVote(id, vote, "");
        vm.snapshotGasLastCall(GROUP, "countContractVote");
    }

    function test_Gas_AddressVariants() public {
        bytes32 id = openAct(operatorAt(0), 1);
        ISnapshotBallot.Vote[] memory votes = new ISnapshotBallot.Vote[](BATCH);
        for (uint256 i = 0; i < BATCH; i++) {
            ISnapshotBallot.Vote memory vote = voteOf(operatorAt(i).addr, FOR);
            vote.variant = 3;
            votes[i] = sign(id, operatorAt(i), vote);
        }
        ballot.count(id, votes);
        uint256 gasOfBatch = vm.snapshotGasLastCall(GROUP, "count, batch of 100 in the address and bytes32 variant");
        assertLe(gasOfBatch / BATCH, GAS_PER_VOTE_MAX, "gas per vote");
    }

    function batch(bytes32 id, uint256 size, uint8 choice) private returns (ISnapshotBallot.Vote[] memory votes) {
        votes = new ISnapshotBallot.Vote[](size);
        for (uint256 i = 0; i < size; i++) {
            votes[i] = signedVote(id, operatorAt(i), choice);
        }
    }
}
