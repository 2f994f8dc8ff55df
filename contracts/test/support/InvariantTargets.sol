// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What an invariant test tells forge to call: handlers, their functions, and senders.
abstract contract InvariantTargets {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    struct FuzzArtifactSelector {
        string artifact;
        bytes4[] selectors;
    }

    struct FuzzInterface {
        address addr;
        string[] artifacts;
    }

    address[] private _targetedContracts;
    address[] private _excludedContracts;
    address[] private _targetedSenders;
    address[] private _excludedSenders;
    FuzzSelector[] private _targetedSelectors;
    FuzzSelector[] private _excludedSelectors;

    function targetContract(address handler) internal {
        _targetedContracts.push(handler);
    }

    function excludeContract(address other) internal {
        _excludedContracts.push(other);
    }

    function targetSender(address sender) internal {
        _targetedSenders.push(sender);
    }

    function excludeSender(address sender) internal {
        _excludedSenders.push(sender);
    }

    function targetSelector(FuzzSelector memory selector) internal {
        _targetedSelectors.push(selector);
    }

    function targetSelector(address handler, bytes4[] memory selectors) internal {
        _targetedSelectors.push(FuzzSelector(handler, selectors));
    }

    function excludeSelector(FuzzSelector memory selector) internal {
        _excludedSelectors.push(selector);
    }

    // What forge reads.

    function targetContracts() public view returns (address[] memory) {
        return _targetedContracts;
    }

    function excludeContracts() public view returns (address[] memory) {
        return _excludedContracts;
    }

    function targetSenders() public view returns (address[] memory) {
        return _targetedSenders;
    }

    function excludeSenders() public view returns (address[] memory) {
        return _excludedSenders;
    }

    function targetSelectors() public view returns (FuzzSelector[] memory) {
        return _targetedSelectors;
    }

    function excludeSelectors() public view returns (FuzzSelector[] memory) {
        return _excludedSelectors;
    }

    function targetArtifacts() public pure returns (string[] memory none) {}

    function excludeArtifacts() public pure returns (string[] memory none) {}

    function targetArtifactSelectors() public pure returns (FuzzArtifactSelector[] memory none) {}

    function targetInterfaces() public pure returns (FuzzInterface[] memory none) {}
}
