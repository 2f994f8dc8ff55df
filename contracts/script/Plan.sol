// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../src/interfaces/ICradle.sol";
import {INodeRegistry} from "../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../src/interfaces/ISnapshotBallot.sol";

/// @notice What a person decides before a deployment: the content of its configuration file.
struct Plan {
    /// The Snapshot space, for ever.
    string space;
    /// Whether every contract applies its compiled-in minimums.
    bool production;
    /// Least power at a snapshot, and least number of genesis operators.
    uint32 electorateMin;
    /// Oldest snapshot that a proposal may use, in blocks.
    uint32 snapshotAgeMaxBlocks;
    INodeRegistry.Rules rules;
    INodeRegistry.GenesisOperator[] genesis;
    /// Ordinary, emergency, constitutional.
    ISnapshotBallot.Track[3] tracks;
    /// In ascending order.
    address[] attestors;
    uint8 attestationsRequired;
    uint64 attemptGapSeconds;
    ICradle.MetricSet bounds;
    uint64[4] waveSeconds;
    uint64 heartbeatSeconds;
    uint64 ballotHeartbeatSeconds;
}
