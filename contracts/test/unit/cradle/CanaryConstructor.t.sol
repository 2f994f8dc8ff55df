// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @notice Constructor and pure views of Canary.tree.
contract CanaryConstructorTest is CanaryFixture {
    function setUp() public {
        deployCanary(12);
    }

    // ---------------------------------------------------------- constructor

    function test_RevertWhen_AProductionWaveIsShort() public {
        uint64[4] memory minimums = [uint64(30 minutes), 1 hours, 2 hours, 4 hours];
        for (uint256 i = 0; i < 4; i++) {
            ICanary.Config memory config = canaryConfig();
            config.waveSeconds[i] = minimums[i] - 1;
            expectBelow("waveSeconds", minimums[i] - 1, minimums[i]);
            this.deploy(config);
        }
    }

    function test_RevertWhen_AWaveIsShorterThanItsSlots() public {
        for (uint256 i = 0; i < 4; i++) {
            ICanary.Config memory config = quickConfig();
            config.waveSeconds[i] = 3;
            expectBelow("waveSeconds", 3, 4);
            this.deploy(config);
        }
    }

    function test_RevertWhen_HeartbeatsAreNever() public {
        ICanary.Config memory config = quickConfig();
        config.heartbeatSeconds = 0;
        expectBelow("heartbeatSeconds", 0, 1);
        this.deploy(config);
        config = quickConfig();
        config.ballotHeartbeatSeconds = 0;
        expectBelow("ballotHeartbeatSeconds", 0, 1);
        this.deploy(config);
    }

    function test_RevertWhen_ProductionHeartbeatsAreRare() public {
        ICanary.Config memory config = canaryConfig();
        config.heartbeatSeconds = 10 minutes + 1;
        expectAbove("heartbeatSeconds", 10 minutes + 1, 10 minutes);
        this.deploy(config);
        config = canaryConfig();
        config.ballotHeartbeatSeconds = 2 hours + 1;
        expectAbove("ballotHeartbeatSeconds", 2 hours + 1, 2 hours);
        this.deploy(config);
    }

    function test_RevertWhen_HeartbeatsOverflowTheClock() public {
        ICanary.Config memory config = quickConfig();
        config.heartbeatSeconds = 2 ** 32;
        expectAbove("heartbeatSeconds", 2 ** 32, 2 ** 32 - 1);
        this.deploy(config);
        config = quickConfig();
        config.ballotHeartbeatSeconds = type(uint64).max;
        expectAbove("ballotHeartbeatSeconds", type(uint64).max, 2 ** 32 - 1);
        this.deploy(config);
    }

    function test_TakesTheShortestTimesOfADevnetAndTheLongestOfProduction() public {
        assertFalse(this.deploy(quickConfig()).production);
        ICanary.Config memory config = canaryConfig();
        config.waveSeconds = [uint64(1 days), 1 days, 1 days, 1 days];
        config.heartbeatSeconds = 1;
        assertEq(this.deploy(config).waveSeconds[0], 1 days);
    }

    function test_KeepsItsConfiguration() public view {
        ICanary.Config memory config = canary.config();
        assertTrue(address(config.touchLimit) != address(0));
        ICanary.Config memory expected = canaryConfig();
        expected.touchLimit = config.touchLimit;
        assertEq(keccak256(abi.encode(config)), keccak256(abi.encode(expected)));
        assertEq(canary.authority(), address(authority));
    }

    function test_NamesItsDomain() public view {
        (, string memory name, string memory version,, address verifier,,) = IERC5267(address(canary)).eip712Domain();
        assertEq(name, "Sweetwater Canary");
        assertEq(version, "1");
        assertEq(verifier, address(canary));
    }

    function test_FitsTheContractSizeLimit() public view {
        assertLt(address(canary).code.length, 24_576, "EIP-170");
    }

    // ---------------------------------------------------------- waveSizeOf

    function test_WavesHaveTheirShareOfTheNetworkRoundedUp() public view {
        assertSizes(0, [uint32(0), 0, 0, 0]);
        assertSizes(1, [uint32(1), 1, 1, 1]);
        assertSizes(2, [uint32(1), 1, 1, 2]);
        assertSizes(12, [uint32(1), 3, 6, 12]);
        assertSizes(20, [uint32(1), 4, 10, 20]);
        assertSizes(21, [uint32(2), 5, 11, 21]);
        assertSizes(101, [uint32(6), 21, 51, 101]);
        assertSizes(180, [uint32(9), 36, 90, 180]);
    }

    function test_WavesHaveTheirMost() public view {
        assertSizes(181, [uint32(10), 37, 91, 181]);
        assertSizes(245, [uint32(10), 49, 123, 245]);
        assertSizes(246, [uint32(10), 50, 123, 246]);
        assertSizes(998, [uint32(10), 50, 499, 998]);
        assertSizes(999, [uint32(10), 50, 500, 999]);
        assertSizes(4999, [uint32(10), 50, 500, 4999]);
        assertSizes(5001, [uint32(10), 50, 500, 5000]);
        assertSizes(type(uint32).max, [uint32(10), 50, 500, 5000]);
    }

    function testFuzz_WaveSizes(uint32 networkNodes) public view {
        uint256[4] memory percent = [uint256(5), 20, 50, 100];
        uint256[4] memory nodesMax = [uint256(10), 50, 500, 5000];
        for (uint8 wave = 1; wave <= 4; wave++) {
            uint256 share = percent[wave - 1] * networkNodes;
            uint256 roundedUp = share % 100 == 0 ? share / 100 : share / 100 + 1;
            uint256 expected = roundedUp < nodesMax[wave - 1] ? roundedUp : nodesMax[wave - 1];
            assertEq(canary.waveSizeOf(wave, networkNodes), expected);
        }
    }

    function test_RevertWhen_AskedForTheSizeOfAWaveThatIsNone() public {
        vm.expectRevert();
        canary.waveSizeOf(0, 100);
        vm.expectRevert();
        canary.waveSizeOf(5, 100);
    }

    // ------------------------------------------------------- before anything

    function test_KnowsNothingOfARolloutThatWasNotBegun() public view {
        ICanary.Rollout memory none;
        assertEq(keccak256(abi.encode(canary.rollout(SPEC))), keccak256(abi.encode(none)));
        ICanary.Wave memory noWave;
        assertEq(keccak256(abi.encode(canary.waveOf(SPEC, 1))), keccak256(abi.encode(noWave)));
        (address node, ICanary.Verdict verdict) = canary.drawnNode(SPEC, 1, type(uint32).max);
        assertEq(node, address(0));
        assertEq(uint256(verdict), 0);
        assertEq(canary.slotEndOf(SPEC, 1, type(uint32).max), 0);
        assertEq(canary.slotEndOf(SPEC, 0, 0), 0);
        assertEq(canary.slotEndOf(SPEC, 255, 0), 0);
        assertEq(canary.silentAfter(SPEC), 30 minutes);
    }

    // -------------------------------------------------------------- helpers

    /// @dev A call, so that an expected revert is the Canary's.
    function deploy(ICanary.Config memory config) external returns (ICanary.Config memory) {
        return newCanary(config).config();
    }

    function quickConfig() private view returns (ICanary.Config memory config) {
        config = canaryConfig();
        config.production = false;
        config.waveSeconds = [uint64(4), 4, 4, 4];
        config.heartbeatSeconds = 1;
        config.ballotHeartbeatSeconds = type(uint32).max;
    }

    function assertSizes(uint32 networkNodes, uint32[4] memory sizes) private view {
        for (uint8 wave = 1; wave <= 4; wave++) {
            assertEq(canary.waveSizeOf(wave, networkNodes), sizes[wave - 1], vm.toString(uint256(networkNodes)));
        }
    }

    function expectBelow(string memory rule, uint256 value, uint256 minimum) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_BelowMinimum.selector, rule, value, minimum));
    }

    function expectAbove(string memory rule, uint256 value, uint256 maximum) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_AboveMaximum.selector, rule, value, maximum));
    }
}
