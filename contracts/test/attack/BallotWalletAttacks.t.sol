// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {AttackFixture} from "../support/AttackFixture.sol";
import {CountingWallet} from "../support/CountingWallet.sol";
import {FakeContractWallet} from "../support/FakeContractWallet.sol";
import {FakeHostileWallet} from "../support/FakeHostileWallet.sol";
import {FakeTarget} from "../support/FakeTarget.sol";
import {SlowWallet} from "../support/SlowWallet.sol";

/// @notice Attacks by accounts with code: ERC-1271 wallets that burn, flood, write or call back, and EIP-7702 accounts, which
/// have a key and code at once.
contract BallotWalletAttacksTest is AttackFixture {
    /// @dev 500,000 for the wallet, and what the ballot itself needs.
    uint256 private constant GAS_OF_A_BOMB_MAX = 700_000;

    // ------------------------------------------------------------- ERC-1271

    /// @dev A wallet that burns whatever it gets, as author and as voter.
    function test_Attack_Erc1271Bomb() public {
        FakeHostileWallet bomb = new FakeHostileWallet(FakeHostileWallet.Behaviour.BurnsAllGas);
        letIn(address(bomb));
        ISnapshotBallot.Proposal memory proposal = draft(address(bomb), ORDINARY);
        uint256 gasBefore = gasleft();
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_AuthorSignatureInvalid.selector);
        ballot.open(proposal, "", address(target), abi.encodeCall(FakeTarget.act, (1)), SALT);
        assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas of open");

        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(address(bomb), FOR);
        gasBefore = gasleft();
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector);
        ballot.countContractVote(id, vote, "");
        assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas of countContractVote");
    }

    /// @dev A real contract wallet votes, changes its mind, and weighs what its nodes weigh.
    function test_ContractWalletVotesOverTheRealRegistry() public {
        FakeContractWallet wallet = new FakeContractWallet();
        letIn(address(wallet));
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(address(wallet), AGAINST);
        wallet.approve(ballot.voteIdOf(id, vote));
        ballot.countContractVote(id, vote, "");
        assertTally(id, 0, 1, 0, 1);
    }

    /// @dev Two hundred kilobytes of answer, which a careless caller copies and pays for; as a return and as a revert.
    function test_Attack_Erc1271ReturnBomb() public {
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Ballot memory before = ballot.ballot(id);
        address reverting = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.RevertsWithHugeData));
        uint256 gasBefore = gasleft();
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector);
        ballot.countContractVote(id, voteOf(reverting, FOR), "");
        assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas of a huge revert");

        // It says yes, at length, and holds a node only since after the snapshot.
        address verbose = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.ReturnsHugeData));
        gasBefore = gasleft();
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector);
        ballot.countContractVote(id, voteOf(verbose, FOR), "");
        assertLt(gasBefore - gasleft(), GAS_OF_A_BOMB_MAX, "gas of a huge answer");
        assertEq(ballot.ballot(id).voters, before.voters, "nobody voted");
    }

    /// @dev A wallet that remembers how often it was asked could agree to one count and not to the next, and could pay
    /// itself from the relayer's transaction: it is asked statically, so the first write ends it.
    function test_Attack_Erc1271ChangesState() public {
        CountingWallet wallet = new CountingWallet();
        letIn(address(wallet));
        bytes32 id = openAct(attacker, 1);
        expectSignatureInvalid(id, address(wallet), "");
        assertEq(wallet.questions(), 0, "nothing was written");
        // Asked by anything but a static call, it does write and agree: the attack is a real one.
        wallet.isValidSignature(id, "");
        assertEq(wallet.questions(), 1);
    }

    /// @dev A wallet that uses its moment to count its vote once more, close the ballot or open another.
    function test_Attack_Erc1271Reenters() public {
        CountingWallet wallet = new CountingWallet();
        letIn(address(wallet));
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 40, FOR);
        wallet.aim(address(ballot), abi.encodeCall(ISnapshotBallot.count, (id, votes)));
        expectSignatureInvalid(id, address(wallet), "");
        assertEq(ballot.ballot(id).voters, 0, "nothing was counted");
        wallet.isValidSignature(id, "");
        assertEq(ballot.ballot(id).voters, 40, "the call itself was good");
    }

    /// @dev A relayer who grudges a wallet its vote gives the call too little gas, and may choose how little: so that the
    /// wallet starves, or the ballot after it. Either way that call fails, and no trace keeps the next relayer from
    /// bringing the vote.
    function test_Attack_Erc1271IsStarved() public {
        address wallet = address(new SlowWallet());
        letIn(wallet);
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(wallet, AGAINST);
        uint256 untouched = vm.snapshotState();
        uint256 refusals = 0;
        uint256 counts = 0;
        for (uint256 gasGiven = 10_000; gasGiven <= 800_000; gasGiven += 5000) {
            (bool success, bytes memory reason) =
                address(ballot).call{gas: gasGiven}(abi.encodeCall(ISnapshotBallot.countContractVote, (id, vote, "")));
            assertTally(id, 0, success ? 1 : 0, 0, success ? 1 : 0);
            if (success) counts++;
            // Without a reason the ballot itself ran out of gas.
            if (!success && reason.length > 0) {
                assertEq(reason, signatureInvalid(id, wallet), "why the vote failed");
                refusals++;
            }
            vm.revertToState(untouched);
        }
        assertGt(refusals, 0, "the wallet starved, and the ballot said so");
        assertGt(counts, 0, "enough is enough");
        ballot.countContractVote(id, vote, "");
        assertTally(id, 0, 1, 0, 1);
    }

    // ------------------------------------------------------------- EIP-7702

    /// @dev Member 1's key delegated to a wallet. Its key still votes, the wallet's code may vote too, and both are one
    /// voter; somebody who makes the code agree gains no second voice.
    function test_Attack_Eip7702AccountVotesTwice() public {
        Account memory member = operatorAt(1);
        vm.signAndAttachDelegation(address(new FakeContractWallet()), member.key);
        bytes32 id = openAct(attacker, 1);
        assertEq(member.addr.code.length, 23, "a delegation stands there");
        castOne(id, member, FOR);
        assertTally(id, 1, 0, 0, 1);

        skip(1);
        ISnapshotBallot.Vote memory vote = voteOf(member.addr, AGAINST);
        FakeContractWallet(member.addr).approve(ballot.voteIdOf(id, vote));
        ballot.countContractVote(id, vote, "");
        assertTally(id, 0, 1, 0, 1);

        skip(1);
        castOne(id, member, ABSTAIN);
        assertTally(id, 0, 0, 1, 1);
    }

    /// @dev The delegated code says no to everything: it cannot take the vote away from the key, for voters and authors.
    function test_Attack_Eip7702CodeSilencesItsKey() public {
        Account memory member = operatorAt(1);
        address refusing = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.BurnsAllGas));
        vm.signAndAttachDelegation(refusing, member.key);
        rollForward(1);
        bytes32 id = openAct(member, 1);
        assertEq(member.addr.code.length, 23, "a delegation stands there");
        castOne(id, member, AGAINST);
        assertTally(id, 0, 1, 0, 1);
    }

    /// @dev The code of one EIP-7702 account agrees to what another signed: the account without such code is not moved.
    function test_Attack_Eip7702CodeSpeaksForOthers() public {
        vm.signAndAttachDelegation(address(new FakeContractWallet()), attacker.key);
        bytes32 id = openAct(attacker, 1);
        ISnapshotBallot.Vote memory vote = voteOf(operatorAt(2).addr, FOR);
        FakeContractWallet(attacker.addr).approve(ballot.voteIdOf(id, vote));
        expectNotCountable(id, vote, ISnapshotBallot.VoteVerdict.SignatureInvalid);
    }

    /// @dev A target that its key can turn into anything after the vote.
    function test_Attack_Eip7702Target() public {
        vm.signAndAttachDelegation(address(target), attacker.key);
        assertEq(FakeTarget(attacker.addr).actsCount(), 0);
        expectOpenRefused(
            draft(attacker.addr, ORDINARY),
            attacker.addr,
            abi.encodeCall(FakeTarget.act, (1)),
            ISnapshotBallot.SnapshotBallot_TargetNotAContract.selector
        );
    }

    // -------------------------------------------------------------- helpers

    function expectSignatureInvalid(bytes32 id, address wallet, bytes memory signed) private {
        ISnapshotBallot.Vote memory vote = voteOf(wallet, FOR);
        vm.expectRevert(signatureInvalid(id, wallet));
        ballot.countContractVote(id, vote, signed);
    }

    function signatureInvalid(bytes32 id, address wallet) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector,
            id,
            wallet,
            ISnapshotBallot.VoteVerdict.SignatureInvalid
        );
    }

    function expectNotCountable(bytes32 id, ISnapshotBallot.Vote memory vote, ISnapshotBallot.VoteVerdict verdict)
        private
    {
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector, id, vote.voter, verdict)
        );
        ballot.countContractVote(id, vote, "");
    }
}
