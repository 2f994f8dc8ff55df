// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {FakeContractWallet} from "../../support/FakeContractWallet.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract NodeRegistryAdmitTest is RegistryFixture {
    Account private candidate;

    function setUp() public {
        deployNetwork(12);
        candidate = makeAccount("candidate");
        skip(30 days);
    }

    // ------------------------------------------------------- the candidate

    function test_RevertWhen_CandidateIsZero() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(address(0), 0, 3);
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        registry.admit(address(0), vouches);
    }

    function test_RevertWhen_CandidateIsAnOperator() public {
        address member = operatorAt(7).addr;
        INodeRegistry.Vouch[] memory vouches = vouchesFor(member, 0, 3);
        expectError(INodeRegistry.NodeRegistry_AlreadyAdmitted.selector, member);
        registry.admit(member, vouches);
    }

    function test_RevertWhen_CandidateWasRevoked() public {
        address revoked = operatorAt(7).addr;
        registry.revokeOperator(revoked);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(revoked, 0, 3);
        expectError(INodeRegistry.NodeRegistry_AlreadyAdmitted.selector, revoked);
        registry.admit(revoked, vouches);
    }

    // --------------------------------------------------------- the vouches

    function test_RevertWhen_TwoVouch() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 2);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_TooFewVouches.selector, uint256(2), uint256(3))
        );
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VouchersAreUnordered() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        (vouches[1], vouches[2]) = (vouches[2], vouches[1]);
        expectNotAscending(vouches[1].voucher, vouches[2].voucher);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_OneVouchesTwice() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vouches[2] = vouches[1];
        expectNotAscending(vouches[1].voucher, vouches[1].voucher);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VouchExpired() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_VouchExpired.selector, vouches[0].voucher, vouches[0].deadline
            )
        );
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VoucherIsNoOperator() public {
        Account memory stranger = makeAccount("stranger");
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vouches[0] = vouchOf(stranger, candidate.addr, vm.getBlockTimestamp());
        sortByVoucher(vouches);
        expectError(INodeRegistry.NodeRegistry_NotAnOperator.selector, stranger.addr);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VoucherIsRevoked() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        registry.revokeOperator(operatorAt(1).addr);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operatorAt(1).addr);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VoucherIsYoung() public {
        vm.warp(START + 30 days - 1);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        expectTooYoung(vouches[0].voucher, uint64(START + 30 days));
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VoucherHasNoActiveNode() public {
        vm.prank(operatorAt(1).addr);
        registry.leave(nodeAt(1).addr);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        expectTooYoung(operatorAt(1).addr, NEVER);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VouchersTimeWasBroken() public {
        registry.suspendByBallot(nodeAt(1).addr, uint64(vm.getBlockTimestamp() + 1));
        skip(1);
        registry.reinstate(nodeAt(1).addr);
        uint64 mayVouchAt = uint64(vm.getBlockTimestamp() + 30 days);
        skip(30 days - 1);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        expectTooYoung(operatorAt(1).addr, mayVouchAt);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_VoucherVouchedTwiceInThePeriod() public {
        uint256 first = vm.getBlockTimestamp();
        registry.admit(makeAddr("first"), vouchesFor(makeAddr("first"), 0, 3));
        skip(10 days);
        registry.admit(makeAddr("second"), vouchesFor(makeAddr("second"), 0, 3));
        vm.warp(first + 30 days - 1);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_VouchesSpent.selector, vouches[0].voucher, uint64(first + 30 days)
            )
        );
        registry.admit(candidate.addr, vouches);
    }

    function test_VoucherVouchesAgainOnceTheOlderVouchIsAPeriodOld() public {
        uint256 first = vm.getBlockTimestamp();
        registry.admit(makeAddr("first"), vouchesFor(makeAddr("first"), 0, 3));
        skip(10 days);
        registry.admit(makeAddr("second"), vouchesFor(makeAddr("second"), 0, 3));
        vm.warp(first + 30 days);
        registry.admit(makeAddr("third"), vouchesFor(makeAddr("third"), 0, 3));
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_VouchesSpent.selector, vouches[0].voucher, uint64(first + 40 days)
            )
        );
        registry.admit(candidate.addr, vouches);
    }

    // ------------------------------------------------------ the signatures

    function test_RevertWhen_VouchIsForSomebodyElse() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(makeAddr("other"), 0, 3);
        expectSignatureInvalid(vouches[0].voucher);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_DeadlineIsNotTheSignedOne() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vouches[0].deadline += 1;
        expectSignatureInvalid(vouches[0].voucher);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_SignatureIsMalformed() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vouches[0].signature = hex"1234";
        expectSignatureInvalid(vouches[0].voucher);
        registry.admit(candidate.addr, vouches);
    }

    function test_RevertWhen_ContractWalletRefuses() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vm.etch(vouches[0].voucher, address(new FakeContractWallet()).code);
        vouches[0].signature = hex"1234";
        expectSignatureInvalid(vouches[0].voucher);
        registry.admit(candidate.addr, vouches);
    }

    // ------------------------------------------------------------- success

    function test_AdmitsOnTheWordOfThree() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        address[] memory vouchers = new address[](3);
        for (uint256 i = 0; i < 3; i++) {
            vouchers[i] = vouches[i].voucher;
        }
        vm.expectEmit();
        emit INodeRegistry.OperatorAdmitted(candidate.addr, vouchers);
        vm.prank(makeAddr("anybody"));
        registry.admit(candidate.addr, vouches);

        INodeRegistry.Operator memory operator = registry.operatorOf(candidate.addr);
        assertEq(operator.admittedAt, vm.getBlockTimestamp());
        assertEq(operator.activeSince, 0);
        assertEq(operator.nodes, 0);
        assertEq(registry.getVotes(candidate.addr), 0);
    }

    function test_TakesMoreVouchesThanNeeded() public {
        registry.admit(candidate.addr, vouchesFor(candidate.addr, 0, 5));
        assertGt(registry.operatorOf(candidate.addr).admittedAt, 0);
    }

    function test_TakesContractWalletsByErc1271() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        vm.etch(vouches[0].voucher, address(new FakeContractWallet()).code);
        FakeContractWallet(vouches[0].voucher)
            .approve(vouchDigest(vouches[0].voucher, candidate.addr, vouches[0].deadline));
        vouches[0].signature = hex"1234";
        registry.admit(candidate.addr, vouches);
        assertGt(registry.operatorOf(candidate.addr).admittedAt, 0);
    }

    function test_TakesTheKeysSignatureForAnEip7702Account() public {
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate.addr, 0, 3);
        // The designator of EIP-7702: the account has code, and its key still signs.
        vm.etch(vouches[0].voucher, abi.encodePacked(hex"ef0100", address(new FakeContractWallet())));
        registry.admit(candidate.addr, vouches);
        assertGt(registry.operatorOf(candidate.addr).admittedAt, 0);
    }

    // ------------------------------------------------------------ by ballot

    function test_RevertWhen_SomebodyElseAdmitsByBallot() public {
        address stranger = makeAddr("stranger");
        vm.prank(stranger);
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, stranger);
        registry.admitByBallot(candidate.addr);
    }

    function test_RevertWhen_BallotAdmitsZero() public {
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        registry.admitByBallot(address(0));
    }

    function test_RevertWhen_BallotAdmitsAMember() public {
        expectError(INodeRegistry.NodeRegistry_AlreadyAdmitted.selector, operatorAt(3).addr);
        registry.admitByBallot(operatorAt(3).addr);
    }

    function test_AdmitsByBallot() public {
        vm.expectEmit();
        emit INodeRegistry.OperatorAdmitted(candidate.addr, new address[](0));
        registry.admitByBallot(candidate.addr);
        assertEq(registry.operatorOf(candidate.addr).admittedAt, vm.getBlockTimestamp());
    }

    // -------------------------------------------------------------- helpers

    function expectNotAscending(address previous, address next) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_VouchersNotAscending.selector, previous, next)
        );
    }

    function expectTooYoung(address voucher, uint64 mayVouchAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_VoucherTooYoung.selector, voucher, mayVouchAt)
        );
    }

    function expectSignatureInvalid(address voucher) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_VouchSignatureInvalid.selector, voucher, candidate.addr)
        );
    }
}
