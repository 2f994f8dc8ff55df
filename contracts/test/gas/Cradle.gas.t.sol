// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CradleFixture} from "../support/CradleFixture.sol";

/// @notice What experimenters and attestors pay. Run isolated: each call is then a transaction of its own.
contract CradleGasTest is CradleFixture {
    string private constant GROUP = "Cradle";

    function setUp() public {
        deployCradle();
    }

    function test_Gas_WholeExperiment() public {
        bytes32 id = submit();
        vm.snapshotGasLastCall(GROUP, "submit, first attempt");

        rollForward(3);
        cradle.latchSeed(id);
        vm.snapshotGasLastCall(GROUP, "latchSeed");

        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 3);
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
        vm.snapshotGasLastCall(GROUP, "attest, three of three, deciding");

        bytes32 resultHash = cradle.experiment(id).resultHash;
        cradle.approve(id, SPEC, resultHash);
        vm.snapshotGasLastCall(GROUP, "approve");
    }
}
