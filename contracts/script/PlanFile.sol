// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../src/interfaces/ICradle.sol";
import {INodeRegistry} from "../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../src/interfaces/ISnapshotBallot.sol";
import {Vm} from "../test/support/Vm.sol";
import {Plan} from "./Plan.sol";

/// @notice Reads a deployment's configuration. A missing key or a number that is too large stops with its name.
/// @dev The format is in contracts/README.md.
library PlanFile {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice Every metric has a bound.
    uint8 private constant ALL_METRICS = 0x3f;

    /// @notice The number at `key` of the configuration does not fit.
    error PlanFile_NumberTooLarge(string key, uint256 value, uint256 maximum);
    /// @notice The configuration file is missing.
    error PlanFile_NoSuchFile(string path);

    /// @notice The plan in the file at `path`, which is relative to contracts/ or absolute.
    function read(string memory path) internal view returns (Plan memory plan) {
        require(VM.exists(path), PlanFile_NoSuchFile(path));
        return parse(VM.readFile(path));
    }

    /// @notice The plan in a JSON text.
    function parse(string memory json) internal view returns (Plan memory plan) {
        plan.space = VM.parseJsonString(json, ".space");
        plan.production = VM.parseJsonBool(json, ".production");
        plan.electorateMin = uint32(_number(json, ".electorateMin", type(uint32).max));
        plan.snapshotAgeMaxBlocks = uint32(_number(json, ".snapshotAgeMaxBlocks", type(uint32).max));
        plan.rules = _rules(json, plan.production, plan.electorateMin);
        plan.genesis = _genesis(json);
        plan.tracks[0] = _track(json, ".tracks.ordinary");
        plan.tracks[1] = _track(json, ".tracks.emergency");
        plan.tracks[2] = _track(json, ".tracks.constitutional");
        plan.attestors = _ascending(VM.parseJsonAddressArray(json, ".cradle.attestors"));
        plan.attestationsRequired = uint8(_number(json, ".cradle.attestationsRequired", type(uint8).max));
        plan.attemptGapSeconds = _uint64(json, ".cradle.attemptGapSeconds");
        plan.bounds = _bounds(json);
        for (uint256 i = 0; i < plan.waveSeconds.length; ++i) {
            plan.waveSeconds[i] = _uint64(json, string.concat(".canary.waveSeconds[", VM.toString(i), "]"));
        }
        plan.heartbeatSeconds = _uint64(json, ".canary.heartbeatSeconds");
        plan.ballotHeartbeatSeconds = _uint64(json, ".canary.ballotHeartbeatSeconds");
    }

    function _rules(string memory json, bool production, uint32 electorateMin)
        private
        pure
        returns (INodeRegistry.Rules memory)
    {
        return INodeRegistry.Rules({
            production: production,
            activationDelay: _uint64(json, ".registry.activationDelaySeconds"),
            voucherAge: _uint64(json, ".registry.voucherAgeSeconds"),
            vouchPeriod: _uint64(json, ".registry.vouchPeriodSeconds"),
            epochLength: _uint64(json, ".registry.epochLengthSeconds"),
            suspensionPeriod: _uint64(json, ".registry.suspensionPeriodSeconds"),
            electorateMin: electorateMin
        });
    }

    function _genesis(string memory json) private view returns (INodeRegistry.GenesisOperator[] memory genesis) {
        uint256 length = 0;
        while (VM.keyExistsJson(json, _genesisKey(length))) ++length;
        genesis = new INodeRegistry.GenesisOperator[](length);
        for (uint256 i = 0; i < length; ++i) {
            string memory key = _genesisKey(i);
            genesis[i] = INodeRegistry.GenesisOperator({
                operator: VM.parseJsonAddress(json, string.concat(key, ".operator")),
                node: VM.parseJsonAddress(json, string.concat(key, ".node")),
                telemetryKey: VM.parseJsonAddress(json, string.concat(key, ".telemetryKey"))
            });
        }
    }

    function _genesisKey(uint256 i) private pure returns (string memory) {
        return string.concat(".genesis[", VM.toString(i), "]");
    }

    function _track(string memory json, string memory key) private pure returns (ISnapshotBallot.Track memory) {
        return ISnapshotBallot.Track({
            window: _uint64(json, string.concat(key, ".windowSeconds")),
            grace: _uint64(json, string.concat(key, ".graceSeconds")),
            delay: _uint64(json, string.concat(key, ".delaySeconds")),
            quorumBps: uint16(_number(json, string.concat(key, ".quorumBps"), type(uint16).max)),
            votersMin: uint32(_number(json, string.concat(key, ".votersMin"), type(uint32).max)),
            twoThirds: VM.parseJsonBool(json, string.concat(key, ".twoThirds")),
            version: 1
        });
    }

    function _bounds(string memory json) private pure returns (ICradle.MetricSet memory) {
        return ICradle.MetricSet({
            present: ALL_METRICS,
            latencyP99Micros: _uint64(json, ".cradle.bounds.latencyP99Micros"),
            packetLossPpm: _uint64(json, ".cradle.bounds.packetLossPpm"),
            mttrMillis: _uint64(json, ".cradle.bounds.mttrMillis"),
            deanonymisationRiskPpm: 0,
            policyConsistencyPpm: _uint64(json, ".cradle.bounds.policyConsistencyPpm"),
            routeStabilityPpm: _uint64(json, ".cradle.bounds.routeStabilityPpm")
        });
    }

    function _uint64(string memory json, string memory key) private pure returns (uint64) {
        return uint64(_number(json, key, type(uint64).max));
    }

    function _number(string memory json, string memory key, uint256 maximum) private pure returns (uint256 value) {
        value = VM.parseJsonUint(json, key);
        require(value <= maximum, PlanFile_NumberTooLarge(key, value, maximum));
    }

    /// @dev People may name attestors in any order; the contract wants one that shows a double.
    function _ascending(address[] memory accounts) private pure returns (address[] memory) {
        for (uint256 i = 1; i < accounts.length; ++i) {
            for (uint256 j = i; j > 0 && accounts[j - 1] > accounts[j]; --j) {
                (accounts[j - 1], accounts[j]) = (accounts[j], accounts[j - 1]);
            }
        }
        return accounts;
    }
}
