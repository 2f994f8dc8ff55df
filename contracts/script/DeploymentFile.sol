// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../src/ballot/SnapshotBallot.sol";
import {Canary} from "../src/cradle/Canary.sol";
import {Cradle} from "../src/cradle/Cradle.sol";
import {NodeTouchLimit} from "../src/limit/NodeTouchLimit.sol";
import {NodeRegistry} from "../src/registry/NodeRegistry.sol";
import {Vm} from "../test/support/Vm.sol";
import {Deployed} from "./Deployed.sol";
import {Plan} from "./Plan.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice The file that tells every service where the contracts are.
library DeploymentFile {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice The deployment file names another chain than the one that forge is connected to.
    error DeploymentFile_OtherChain(string path, uint256 found, uint256 expected);

    /// @notice Where the file is: SW_DEPLOYMENT_FILE, or deployments/<chain id>.json.
    function path() internal view returns (string memory) {
        return VM.envOr("SW_DEPLOYMENT_FILE", string.concat("deployments/", VM.toString(VM.getChainId()), ".json"));
    }

    /// @notice Writes the file, and the folders above it that are missing.
    /// @param startBlock a block at or before the first contract's
    function write(string memory file, Plan memory plan, Deployed memory deployed, uint256 startBlock) internal {
        string memory key = "deployment";
        VM.serializeUint(key, "chainId", VM.getChainId());
        VM.serializeUint(key, "startBlock", startBlock);
        VM.serializeString(key, "space", plan.space);
        VM.serializeAddress(key, "authority", address(deployed.authority));
        VM.serializeAddress(key, "registry", address(deployed.registry));
        VM.serializeAddress(key, "nodeTouchLimit", address(deployed.touchLimit));
        VM.serializeAddress(key, "cradle", address(deployed.cradle));
        VM.serializeAddress(key, "canary", address(deployed.canary));
        VM.serializeAddress(key, "ballot", address(deployed.ballot));
        VM.createDir(_folderOf(file), true);
        VM.writeJson(VM.serializeBool(key, "production", plan.production), file);
    }

    /// @notice Reads the file back.
    function read(string memory file) internal view returns (Deployed memory deployed, uint256 startBlock) {
        string memory json = VM.readFile(file);
        uint256 chainId = VM.parseJsonUint(json, ".chainId");
        require(chainId == VM.getChainId(), DeploymentFile_OtherChain(file, chainId, VM.getChainId()));
        startBlock = VM.parseJsonUint(json, ".startBlock");
        deployed.authority = AccessManager(VM.parseJsonAddress(json, ".authority"));
        deployed.registry = NodeRegistry(VM.parseJsonAddress(json, ".registry"));
        deployed.touchLimit = NodeTouchLimit(VM.parseJsonAddress(json, ".nodeTouchLimit"));
        deployed.cradle = Cradle(VM.parseJsonAddress(json, ".cradle"));
        deployed.canary = Canary(VM.parseJsonAddress(json, ".canary"));
        deployed.ballot = SnapshotBallot(VM.parseJsonAddress(json, ".ballot"));
    }

    function _folderOf(string memory file) private pure returns (string memory) {
        uint256 length = bytes(file).length;
        while (length > 0 && bytes(file)[length - 1] != "/") --length;
        if (length == 0) return ".";
        bytes memory folder = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            folder[i] = bytes(file)[i];
        }
        return string(folder);
    }
}
