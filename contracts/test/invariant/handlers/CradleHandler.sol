// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../../support/CradleFixture.sol";

/// @notice Does to a Cradle whatever experimenters, attestors, strangers and ballots can do, and writes down what must hold.
/// @dev Stands in for the ballot. Every call either succeeds or fails with an error that is expected there.
contract CradleHandler is CradleFixture {
    uint256 private constant CHANGES = 3;

    bytes32[] public ids;
    /// @notice Whether the experiment was ever seen as passed.
    mapping(bytes32 id => bool) public everPassed;
    /// @notice The final result that was seen first.
    mapping(bytes32 id => bytes32) public firstResult;
    mapping(bytes32 id => bool) public everDecided;
    /// @notice How many different attestors stood behind the final result, by the handler's own count.
    mapping(bytes32 id => uint256) public attestorsOfResult;
    mapping(bytes32 resultHash => uint256) private _signers;
    mapping(bytes32 id => mapping(address attestor => bool)) private _spent;

    /// @notice The shortest time between two attempts at one change.
    uint256 public gapMin = type(uint256).max;
    mapping(bytes32 changeHash => uint256) private _lastAttemptAt;
    mapping(bytes32 changeHash => uint256) public attempts;

    constructor() {
        deployCradle();
    }

    /// @notice The functions that forge may call.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](5);
        selectors[0] = this.submitOne.selector;
        selectors[1] = this.latchOne.selector;
        selectors[2] = this.attestSome.selector;
        selectors[3] = this.approveOne.selector;
        selectors[4] = this.passTime.selector;
    }

    /// @notice An operator tries a change.
    function submitOne(uint256 change, uint256 operator) external {
        bytes32 changeHash = bytes32(change % CHANGES);
        vm.prank(operatorAt(operator % 12).addr);
        try cradle.submit(changeHash, SPEC, thresholds(), 0) returns (bytes32 id) {
            uint256 present = vm.getBlockTimestamp();
            if (attempts[changeHash] > 0 && present - _lastAttemptAt[changeHash] < gapMin) {
                gapMin = present - _lastAttemptAt[changeHash];
            }
            _lastAttemptAt[changeHash] = present;
            attempts[changeHash]++;
            ids.push(id);
        } catch (bytes memory reason) {
            expect(reason, ICradle.Cradle_AttemptTooSoon.selector);
        }
    }

    /// @notice Anybody latches a seed.
    function latchOne(uint256 seed) external {
        if (ids.length == 0) return;
        bytes32 id = pick(seed, ICradle.Status.Submitted);
        if (seed % 2 == 0) rollForward(3);
        try cradle.latchSeed(id) {}
        catch (bytes memory reason) {
            bytes4 error = bytes4(reason);
            if (error == ICradle.Cradle_SeedMissed.selector || error == ICradle.Cradle_SeedNotReady.selector) return;
            expect(reason, ICradle.Cradle_StatusIs.selector);
        }
    }

    /// @notice Some attestors, maybe with a stranger among them, sign a good or a bad result.
    function attestSome(uint256 seed, uint256 signer) external {
        if (ids.length == 0) return;
        bytes32 id = pick(seed, ICradle.Status.Running);
        ICradle.MetricSet[] memory runs = passingRuns();
        // Bad results come from a few attestors on most days, and from all on some.
        if (uint256(id) % 4 == 0 || seed % 8 == 0) runs[0].mttrMillis = 5001;
        Account[] memory signers = new Account[](1 + seed % 3);
        bytes[] memory signatures = new bytes[](signers.length);
        for (uint256 i = 0; i < signers.length; i++) {
            uint256 drawn = (signer % 6 + i) % 6;
            signers[i] = drawn < ATTESTORS ? attestors[drawn] : makeAccount("stranger");
            signatures[i] = attestationOf(signers[i], id, runs);
        }
        try cradle.attest(id, runs, ARTEFACT, signatures) {
            note(id, cradle.resultHashOf(id, runs, ARTEFACT), signers);
        } catch (bytes memory reason) {
            if (bytes4(reason) == ICradle.Cradle_NothingAttested.selector) return;
            expect(reason, ICradle.Cradle_StatusIs.selector);
        }
    }

    /// @notice A ballot approves whatever it was asked to.
    function approveOne(uint256 seed) external {
        if (ids.length == 0) return;
        bytes32 id = pick(seed, ICradle.Status.Passed);
        try cradle.approve(id, SPEC, cradle.experiment(id).resultHash) {}
        catch (bytes memory reason) {
            expect(reason, ICradle.Cradle_StatusIs.selector);
        }
    }

    /// @notice Time and blocks pass.
    function passTime(uint256 seed) external {
        skip(1 + uint256(keccak256(abi.encode(seed))) % 30 hours);
        rollForward(1 + seed % 60);
    }

    // ---------------------------------------------------------------- views

    function theCradle() external view returns (ICradle) {
        return cradle;
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    // -------------------------------------------------------------- helpers

    /// @dev The first experiment from a drawn one on that has a status; the drawn one when none has.
    function pick(uint256 seed, ICradle.Status wanted) private view returns (bytes32) {
        uint256 drawn = uint256(keccak256(abi.encode(seed))) % ids.length;
        // One pick in eight is blind, so that wrong statuses are tried too.
        if (seed % 8 == 1) return ids[drawn];
        for (uint256 i = 0; i < ids.length; i++) {
            bytes32 id = ids[(drawn + i) % ids.length];
            if (cradle.experiment(id).status == wanted) return id;
        }
        return ids[drawn];
    }

    function note(bytes32 id, bytes32 resultHash, Account[] memory signers) private {
        address stranger = makeAddr("stranger");
        for (uint256 i = 0; i < signers.length; i++) {
            if (signers[i].addr == stranger || _spent[id][signers[i].addr]) continue;
            _spent[id][signers[i].addr] = true;
            _signers[resultHash]++;
        }
        ICradle.Experiment memory experiment = cradle.experiment(id);
        if (experiment.status == ICradle.Status.Running || everDecided[id]) return;
        everDecided[id] = true;
        everPassed[id] = experiment.status == ICradle.Status.Passed;
        firstResult[id] = experiment.resultHash;
        attestorsOfResult[id] = _signers[experiment.resultHash];
    }

    function expect(bytes memory reason, bytes4 selector) private pure {
        assertEq(bytes32(bytes4(reason)), bytes32(selector), "error");
    }
}
