// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../src/ballot/SnapshotBallot.sol";
import {Canary} from "../src/cradle/Canary.sol";
import {Cradle} from "../src/cradle/Cradle.sol";
import {NodeTouchLimit} from "../src/limit/NodeTouchLimit.sol";
import {NodeRegistry} from "../src/registry/NodeRegistry.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice The contracts of one deployment.
struct Deployed {
    AccessManager authority;
    NodeRegistry registry;
    NodeTouchLimit touchLimit;
    Cradle cradle;
    Canary canary;
    SnapshotBallot ballot;
}
