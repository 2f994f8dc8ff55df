// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cradle} from "../../src/cradle/Cradle.sol";
import {ICradle} from "../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../support/CradleFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice Each attack that a rule of the Cradle closes, played to its end. Every test name says what the attacker wants.
contract CradleAttacksTest is CradleFixture {
    function setUp() public {
        deployCradle();
    }

    // ------------------------------------------------------------ attestors

    /// @dev The experimenter makes himself the only attestor: by the spec, by the set, and by signing.
    function test_Attack_ExperimenterNamesHimself() public {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttestationsRequiredTooFew.selector, uint8(1), uint8(3)));
        vm.prank(submitter);
        cradle.submit(CHANGE, SPEC, thresholds(), 1);

        address[] memory himself = new address[](1);
        himself[0] = submitter;
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        vm.prank(submitter);
        cradle.setAttestors(1, himself, 1);

        bytes32 id = submitAndLatch();
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = attestationOf(operatorAt(0), id, passingRuns());
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    /// @dev Two of five attestors are bribed: their result stays short, and the honest three decide.
    function test_Attack_AMinorityOfAttestorsLies() public {
        bytes32 id = submitAndLatch();
        cradle.attest(id, passingRuns(), ARTEFACT, signaturesOf(id, passingRuns(), 0, 2));
        ICradle.MetricSet[] memory honest = passingRuns();
        honest[3].packetLossPpm = 900_000;
        cradle.attest(id, honest, ARTEFACT, signaturesOf(id, honest, 2, 3));
        assertExperiment(id, ICradle.Status.Failed);
    }

    /// @dev One attestor's signature is sent three times in one call.
    function test_Attack_OneSignatureCountsThrice() public {
        bytes32 id = submitAndLatch();
        bytes[] memory signatures = new bytes[](3);
        for (uint256 i = 0; i < 3; i++) {
            signatures[i] = attestationOf(attestors[0], id, passingRuns());
        }
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
        assertExperiment(id, ICradle.Status.Running);
    }

    /// @dev The other s of the same signature would look like a second one.
    function test_Attack_AMalleatedSignatureCountsTwice() public {
        bytes32 id = submitAndLatch();
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = malleated(attestationOf(attestors[0], id, passingRuns()));
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    // ---------------------------------------------------------------- seeds

    /// @dev Whoever waits with the latch gets the same seed: it is the block's, not the moment's.
    function test_Attack_TheLatchIsTimedForAGoodSeed() public {
        bytes32 id = submit();
        uint256 seedBlock = vm.getBlockNumber() + 2;
        vm.roll(seedBlock + 1);
        vm.setBlockhash(seedBlock, keccak256("fate"));
        uint256 fork = vm.snapshotState();
        bytes32 early = cradle.latchSeed(id);
        vm.revertToState(fork);
        vm.roll(seedBlock + 200);
        vm.setBlockhash(seedBlock, keccak256("fate"));
        vm.prevrandao(keccak256("luck"));
        assertEq(cradle.latchSeed(id), early);
    }

    /// @dev A bad seed is let go in the hope of another one: the attempt is gone, counted, and the next is a day away.
    function test_Attack_ABadSeedIsLetGo() public {
        bytes32 id = submit();
        uint64 submittedAt = uint64(vm.getBlockTimestamp());
        rollForward(259);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_SeedMissed.selector, id, vm.getBlockNumber() - 1));
        cradle.latchSeed(id);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttemptTooSoon.selector, CHANGE, submittedAt + 24 hours));
        submit();
        skip(24 hours);
        bytes32 next = submit();
        assertEq(cradle.experiment(next).attempt, 2, "shown to voters");
    }

    /// @dev Many specs for one change in one block would be many seeds to choose from.
    function test_Attack_ManySpecsForOneChange() public {
        submit();
        uint64 nextAttemptAt = uint64(vm.getBlockTimestamp() + 24 hours);
        for (uint256 i = 0; i < 5; i++) {
            vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttemptTooSoon.selector, CHANGE, nextAttemptAt));
            vm.prank(operatorAt(i).addr);
            cradle.submit(CHANGE, bytes32(i), thresholds(), 0);
        }
    }

    /// @dev A result with a seed of one's own: attestors sign the latched one.
    function test_Attack_ResultFromAHomeMadeSeed() public {
        bytes32 id = submitAndLatch();
        bytes32 homeMade = keccak256("home made");
        bytes32 resultHash = cradle.resultHashOf(id, passingRuns(), ARTEFACT);
        bytes32 typeHash = keccak256("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, homeMade, resultHash));
        bytes[] memory signatures = new bytes[](3);
        for (uint256 i = 0; i < 3; i++) {
            signatures[i] =
                signature(attestors[i].key, typedDataDigest("Sweetwater Cradle", address(cradle), structHash));
        }
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    // ----------------------------------------------------------- thresholds

    /// @dev Privacy is not for sale: no experiment may aim at more than 1 %, whatever the deployment's bounds say.
    function test_Attack_LooserThreshold() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICradle.Cradle_ThresholdTooLoose.selector, uint8(3), uint64(10_001), uint64(10_000))
        );
        submit(withMetric(thresholds(), 3, 10_001));
    }

    /// @dev The bad metric is left out of the thresholds, or out of the result.
    function test_Attack_MissingMetric() public {
        ICradle.MetricSet memory wanted = thresholds();
        wanted.present = ALL & ~uint8(1 << 3);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_ThresholdMissing.selector, uint8(3)));
        submit(wanted);

        bytes32 id = submitAndLatch();
        ICradle.MetricSet[] memory runs = passingRuns();
        for (uint256 i = 0; i < 5; i++) {
            runs[i].present = ALL & ~uint8(1 << 3);
        }
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 3));
        assertExperiment(id, ICradle.Status.Failed);
        assertEq(cradle.experiment(id).failedMetrics, 1 << 3);
    }

    /// @dev Four good runs cannot hide a bad one.
    function test_Attack_ABadRunHidesAmongGoodOnes() public {
        bytes32 id = submitAndLatch();
        ICradle.MetricSet[] memory runs = passingRuns();
        runs[4].policyConsistencyPpm = 0;
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 3));
        assertExperiment(id, ICradle.Status.Failed);
    }

    // --------------------------------------------------------------- replay

    function test_Attack_AttestationsAreReplayedOnAnotherChain() public {
        bytes32 id = submitAndLatch();
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 3);
        vm.chainId(vm.getChainId() + 1);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    function test_Attack_AttestationsAreReplayedOnAnotherContract() public {
        Cradle first = cradle;
        cradle = new Cradle(productionConfig(), attestorAddresses(), 3);
        bytes32 id = submitAndLatch();
        bytes32 resultHash = cradle.resultHashOf(id, passingRuns(), ARTEFACT);
        bytes32 typeHash = keccak256("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, cradle.experiment(id).seed, resultHash));
        bytes[] memory signatures = new bytes[](3);
        for (uint256 i = 0; i < 3; i++) {
            // Everything is this contract's, but for the domain.
            signatures[i] =
                signature(attestors[i].key, typedDataDigest("Sweetwater Cradle", address(first), structHash));
        }
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    /// @dev Yesterday's good result is brought for today's attempt at the same change.
    function test_Attack_AttestationsAreReplayedForAnotherAttempt() public {
        bytes32 first = submitAndLatch();
        bytes[] memory signatures = signaturesOf(first, passingRuns(), 0, 3);
        skip(24 hours);
        bytes32 second = submitAndLatch();
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, second));
        cradle.attest(second, passingRuns(), ARTEFACT, signatures);
    }

    /// @dev A failed experiment's voters are shown the approval of another one.
    function test_Attack_AFailedExperimentIsApproved() public {
        bytes32 id = submitAndLatch();
        ICradle.MetricSet[] memory runs = passingRuns();
        runs[0].mttrMillis = type(uint64).max;
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 5));
        bytes32 resultHash = cradle.experiment(id).resultHash;
        expectExperimentError(id, ICradle.Status.Failed);
        cradle.approve(id, SPEC, resultHash);
    }

    // -------------------------------------------------------------- helpers

    /// @dev (r, n - s, v') recovers the same key, where nobody refuses it.
    function malleated(bytes memory signed) private pure returns (bytes memory) {
        (bytes32 r, bytes32 s, uint8 v) = (word(signed, 0), word(signed, 32), uint8(signed[64]));
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return abi.encodePacked(r, order - uint256(s), v == 27 ? 28 : 27);
    }

    function word(bytes memory source, uint256 offset) private pure returns (bytes32 value) {
        for (uint256 i = 0; i < 32; i++) {
            value |= bytes32(source[offset + i]) >> (8 * i);
        }
    }
}
