// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cradle} from "../../../src/cradle/Cradle.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../../support/CradleFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice `approve` and `setAttestors` of Cradle.tree: what only ballots do.
contract CradleBallotTest is CradleFixture {
    function setUp() public {
        deployCradle();
    }

    // -------------------------------------------------------------- approve

    function test_RevertWhen_SomebodyElseApproves() public {
        bytes32 id = passed();
        bytes32 resultHash = cradle.experiment(id).resultHash;
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        vm.prank(submitter);
        cradle.approve(id, SPEC, resultHash);
    }

    function test_RevertWhen_UnknownExperimentIsApproved() public {
        expectExperimentError(CHANGE, ICradle.Status.Unknown);
        cradle.approve(CHANGE, SPEC, 0);
    }

    function test_RevertWhen_SubmittedExperimentIsApproved() public {
        bytes32 id = submit();
        expectExperimentError(id, ICradle.Status.Submitted);
        cradle.approve(id, SPEC, 0);
    }

    function test_RevertWhen_RunningExperimentIsApproved() public {
        bytes32 id = submitAndLatch();
        expectExperimentError(id, ICradle.Status.Running);
        cradle.approve(id, SPEC, 0);
    }

    function test_RevertWhen_FailedExperimentIsApproved() public {
        bytes32 id = submitAndLatch();
        ICradle.MetricSet[] memory runs = passingRuns();
        runs[0].present = 0;
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 3));
        bytes32 resultHash = cradle.experiment(id).resultHash;
        expectExperimentError(id, ICradle.Status.Failed);
        cradle.approve(id, SPEC, resultHash);
    }

    function test_RevertWhen_SpecIsNotTheOneThatVotersSaw() public {
        bytes32 id = passed();
        bytes32 resultHash = cradle.experiment(id).resultHash;
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_SpecHashIs.selector, id, SPEC));
        cradle.approve(id, CHANGE, resultHash);
    }

    function test_RevertWhen_ResultIsNotTheOneThatVotersSaw() public {
        bytes32 id = passed();
        bytes32 resultHash = cradle.experiment(id).resultHash;
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_ResultHashIs.selector, id, resultHash));
        cradle.approve(id, SPEC, CHANGE);
    }

    function test_RevertWhen_ExperimentIsApprovedTwice() public {
        bytes32 id = passed();
        bytes32 resultHash = cradle.experiment(id).resultHash;
        cradle.approve(id, SPEC, resultHash);
        expectExperimentError(id, ICradle.Status.Approved);
        cradle.approve(id, SPEC, resultHash);
    }

    function test_ApprovesWhatPassed() public {
        bytes32 id = passed();
        bytes32 resultHash = cradle.experiment(id).resultHash;
        vm.expectEmit();
        emit ICradle.ExperimentApproved(id, SPEC, resultHash);
        cradle.approve(id, SPEC, resultHash);
        assertExperiment(id, ICradle.Status.Approved);
    }

    // --------------------------------------------------------- setAttestors

    function test_RevertWhen_SomebodyElseSetsAttestors() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        vm.prank(submitter);
        cradle.setAttestors(1, new address[](0), 3);
    }

    function test_RevertWhen_VersionIsNotTheExpectedOne() public {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttestorsVersionIs.selector, uint32(1), uint32(2)));
        cradle.setAttestors(2, ascending(5), 3);
    }

    function test_RevertWhen_AnAttestorIsZero() public {
        address[] memory accounts = ascending(5);
        accounts[0] = address(0);
        expectNotAscending(address(0), address(0));
        cradle.setAttestors(1, accounts, 3);
    }

    function test_RevertWhen_AnAttestorIsNamedTwice() public {
        address[] memory accounts = ascending(5);
        accounts[3] = accounts[2];
        expectNotAscending(accounts[2], accounts[2]);
        cradle.setAttestors(1, accounts, 3);
    }

    function test_RevertWhen_AttestorsAreUnordered() public {
        address[] memory accounts = ascending(5);
        (accounts[3], accounts[2]) = (accounts[2], accounts[3]);
        expectNotAscending(accounts[2], accounts[3]);
        cradle.setAttestors(1, accounts, 3);
    }

    function test_RevertWhen_TwoOfThreeWouldDo() public {
        expectOutOfRange(2, 3);
        cradle.setAttestors(1, ascending(3), 2);
    }

    function test_RevertWhen_HalfWouldDo() public {
        expectOutOfRange(3, 6);
        cradle.setAttestors(1, ascending(6), 3);
    }

    function test_RevertWhen_MoreThanAllAreRequired() public {
        expectOutOfRange(4, 3);
        cradle.setAttestors(1, ascending(3), 4);
    }

    function test_RevertWhen_ConstructorIsGivenOneOfOne() public {
        ICradle.Config memory config = productionConfig();
        expectOutOfRange(1, 1);
        new Cradle(config, ascending(1), 1);
    }

    function test_ReplacesTheAttestors() public {
        vm.expectEmit();
        emit ICradle.AttestorsSet(2, ascending(7), 4);
        cradle.setAttestors(1, ascending(7), 4);
        (uint32 version, address[] memory accounts, uint8 required) = cradle.attestors();
        assertEq(version, 2);
        assertEq(accounts, ascending(7));
        assertEq(required, 4);
    }

    // -------------------------------------------------------------- helpers

    function ascending(uint160 number) private pure returns (address[] memory accounts) {
        accounts = new address[](number);
        for (uint160 i = 0; i < number; i++) {
            accounts[i] = address(0x1000 + i);
        }
    }

    function expectNotAscending(address previous, address next) private {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttestorsNotAscending.selector, previous, next));
    }

    function expectOutOfRange(uint256 required, uint256 number) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICradle.Cradle_AttestationsRequiredOutOfRange.selector, required, number)
        );
    }
}
