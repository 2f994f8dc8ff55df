// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cradle} from "../../src/cradle/Cradle.sol";
import {ICradle} from "../../src/interfaces/ICradle.sol";
import {RegistryFixture} from "./RegistryFixture.sol";

/// @notice A Cradle under production rules on a network of 12: 3 of 5 attestors. The test contract stands for the ballot.
abstract contract CradleFixture is RegistryFixture {
    bytes32 internal constant CHANGE = keccak256("change");
    bytes32 internal constant SPEC = keccak256("spec");
    bytes32 internal constant ARTEFACT = keccak256("artefact");
    uint256 internal constant ATTESTORS = 5;
    uint8 internal constant ALL = 0x3f;

    Cradle internal cradle;
    Account[] internal attestors;
    address internal submitter;

    function deployCradle() internal {
        deployCradle(12);
    }

    function deployCradle(uint256 operators) internal {
        deployNetwork(operators);
        submitter = operatorAt(0).addr;
        for (uint256 i = 0; i < ATTESTORS; i++) {
            attestors.push(makeAccount(string.concat("attestor ", vm.toString(i))));
        }
        sortAttestors();
        cradle = new Cradle(productionConfig(), attestorAddresses(), 3);
    }

    function productionConfig() internal view returns (ICradle.Config memory) {
        return ICradle.Config({
            registry: registry, authority: address(authority), production: true, attemptGap: 24 hours, bounds: bounds()
        });
    }

    function bounds() internal pure returns (ICradle.MetricSet memory) {
        return ICradle.MetricSet({
            present: ALL,
            latencyP99Micros: 500_000,
            packetLossPpm: 50_000,
            mttrMillis: 60_000,
            deanonymisationRiskPpm: 0,
            policyConsistencyPpm: 950_000,
            routeStabilityPpm: 900_000
        });
    }

    /// @dev Within the bounds.
    function thresholds() internal pure returns (ICradle.MetricSet memory) {
        return ICradle.MetricSet(ALL, 100_000, 10_000, 5000, 10_000, 990_000, 970_000);
    }

    /// @dev Five runs that pass `thresholds()`, each a little different.
    function passingRuns() internal pure returns (ICradle.MetricSet[] memory runs) {
        runs = new ICradle.MetricSet[](5);
        for (uint64 i = 0; i < 5; i++) {
            runs[i] = ICradle.MetricSet(ALL, 90_000 + i, 9000 - i, 4000 + i, 8000 - i, 995_000 + i, 980_000 - i);
        }
    }

    // -------------------------------------------------------------- actions

    function submit() internal returns (bytes32) {
        return submit(thresholds());
    }

    function submit(ICradle.MetricSet memory wanted) internal returns (bytes32) {
        vm.prank(submitter);
        return cradle.submit(CHANGE, SPEC, wanted, 0);
    }

    function submitAndLatch() internal returns (bytes32 id) {
        id = submit();
        latch(id);
    }

    function latch(bytes32 id) internal {
        rollForward(3);
        cradle.latchSeed(id);
    }

    function passed() internal returns (bytes32 id) {
        id = submitAndLatch();
        cradle.attest(id, passingRuns(), ARTEFACT, signaturesOf(id, passingRuns(), 0, 3));
    }

    // ------------------------------------------------------------ attestors

    function attestorAddresses() internal view returns (address[] memory accounts) {
        accounts = new address[](attestors.length);
        for (uint256 i = 0; i < accounts.length; i++) {
            accounts[i] = attestors[i].addr;
        }
    }

    function sortAttestors() internal {
        for (uint256 i = 1; i < attestors.length; i++) {
            for (uint256 j = i; j > 0 && attestors[j - 1].addr > attestors[j].addr; j--) {
                Account memory larger = attestors[j - 1];
                attestors[j - 1] = attestors[j];
                attestors[j] = larger;
            }
        }
    }

    /// @dev Signatures of `count` attestors from the one numbered `first`.
    function signaturesOf(bytes32 id, ICradle.MetricSet[] memory runs, uint256 first, uint256 count)
        internal
        view
        returns (bytes[] memory signatures)
    {
        signatures = new bytes[](count);
        for (uint256 i = 0; i < count; i++) {
            signatures[i] = attestationOf(attestors[first + i], id, runs);
        }
    }

    function attestationOf(Account memory attestor, bytes32 id, ICradle.MetricSet[] memory runs)
        internal
        view
        returns (bytes memory)
    {
        return signature(attestor.key, attestationDigest(id, cradle.resultHashOf(id, runs, ARTEFACT)));
    }

    function attestationDigest(bytes32 id, bytes32 resultHash) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, cradle.experiment(id).seed, resultHash));
        return typedDataDigest("Sweetwater Cradle", address(cradle), structHash);
    }

    // ------------------------------------------------------------- outcomes

    function assertExperiment(bytes32 id, ICradle.Status expected) internal view {
        assertEq(uint256(cradle.experiment(id).status), uint256(expected), "experiment status");
    }

    function expectExperimentError(bytes32 id, ICradle.Status found) internal {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_StatusIs.selector, id, found));
    }

    /// @dev Sets metric i of a set, counted as in ICradle.
    function withMetric(ICradle.MetricSet memory set, uint8 metric, uint64 value)
        internal
        pure
        returns (ICradle.MetricSet memory)
    {
        if (metric == 0) set.latencyP99Micros = value;
        if (metric == 1) set.packetLossPpm = value;
        if (metric == 2) set.mttrMillis = value;
        if (metric == 3) set.deanonymisationRiskPpm = value;
        if (metric == 4) set.policyConsistencyPpm = value;
        if (metric == 5) set.routeStabilityPpm = value;
        return set;
    }

    function metricOf(ICradle.MetricSet memory set, uint8 metric) internal pure returns (uint64) {
        uint64[6] memory values = [
            set.latencyP99Micros,
            set.packetLossPpm,
            set.mttrMillis,
            set.deanonymisationRiskPpm,
            set.policyConsistencyPpm,
            set.routeStabilityPpm
        ];
        return values[metric];
    }
}
