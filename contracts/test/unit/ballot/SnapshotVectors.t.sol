// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {SignatureLib} from "../../../src/libraries/SignatureLib.sol";
import {SnapshotMessageLib} from "../../../src/libraries/SnapshotMessageLib.sol";
import {VoteWords} from "../../../src/types/VoteWords.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {ReferenceMessages} from "../../support/ReferenceMessages.sol";

/// @notice Messages that Snapshot's own client signed, through the code that ballots use.
/// @dev test/vectors/eip712.json was made with snapshot.js 0.17.5. Every vector of a type that the contract counts is
/// checked; each test says how many there are, so that none is passed over unnoticed.
contract SnapshotVectorsTest is ElectionFixture {
    uint256 private constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    string private json;
    string[] private paths;

    function setUp() public {
        deployElection(10);
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        config.space = "example.eth";
        ballot = new SnapshotBallot(config, productionTracks(), listings());
        json = vm.readFile(string.concat(vm.projectRoot(), "/test/vectors/eip712.json"));
        for (uint256 i = 0; vm.keyExistsJson(json, string.concat(".vectors[", vm.toString(i), "]")); i++) {
            paths.push(string.concat(".vectors[", vm.toString(i), "]"));
        }
        assertEq(paths.length, 67, "all vectors");
    }

    // ---------------------------------------------------------------- votes

    function test_DigestsEveryVoteThatNamesAnAddress() public view {
        uint256 checked = 0;
        for (uint256 i = 0; i < paths.length; i++) {
            if (!isCountableVote(paths[i])) continue;
            bytes32 id = parseBytes32(paths[i], ".envelope.data.message.proposal");
            VoteWords memory words = voteAt(paths[i]);
            bytes32 digest =
                SnapshotMessageLib.voteDigest(words, keccak256("example.eth"), id, SnapshotMessageLib.idTextHash(id));
            assertEq(digest, parseBytes32(paths[i], ".digest"), parseString(paths[i], ".id"));
            if (words.choice <= type(uint8).max) {
                assertEq(ballot.voteIdOf(id, asVote(words)), digest, "the contract's own reading");
            }
            checked++;
        }
        assertEq(checked, 20, "votes of the four types");
    }

    function test_RecoversEveryVoteWithACanonicalSignature() public view {
        uint256 valid = 0;
        uint256 invalid = 0;
        for (uint256 i = 0; i < paths.length; i++) {
            if (!isCountableVote(paths[i])) continue;
            bytes memory signed = vm.parseJsonBytes(json, string.concat(paths[i], ".envelope.sig"));
            if (signed.length != 64 && signed.length != 65) continue;
            VoteWords memory vote = voteAt(paths[i]);
            (bytes32 r, bytes32 vs, bool isHigh) = compact(signed);
            bool isSigned = SignatureLib.isSignedByKey(vote.voter, parseBytes32(paths[i], ".digest"), r, vs);
            // An alias signs for somebody else, which Snapshot takes and the contract does not.
            bool isByVoter = isRecovered(paths[i], address(uint160(vote.voter)));
            assertEq(isSigned, isByVoter && !isHigh, parseString(paths[i], ".id"));
            if (isSigned) valid++;
            else invalid++;
        }
        assertEq(valid, 12, "signed by their voters");
        assertEq(invalid, 5, "tampered twice, wrong signer, alias, high s");
    }

    function test_RecoversTheTwinOfTheHighSignature() public view {
        for (uint256 i = 0; i < paths.length; i++) {
            if (keccak256(bytes(parseString(paths[i], ".id"))) != keccak256("sig-high-s")) continue;
            bytes memory signed = vm.parseJsonBytes(json, string.concat(paths[i], ".envelope.sig"));
            (bytes32 r, bytes32 s, uint8 v) = split(signed);
            bytes32 lowS = bytes32(CURVE_ORDER - uint256(s));
            bytes32 vs = lowS | bytes32(uint256(28 - v) << 255);
            VoteWords memory vote = voteAt(paths[i]);
            assertTrue(SignatureLib.isSignedByKey(vote.voter, parseBytes32(paths[i], ".digest"), r, vs));
            return;
        }
        fail("no vector sig-high-s");
    }

    function test_RebuildsNoVoteWhoseFromIsNotChecksummed() public view {
        uint256 checked = 0;
        for (uint256 i = 0; i < paths.length; i++) {
            bytes32 name = keccak256(bytes(parseString(paths[i], ".id")));
            if (name != keccak256("vote-from-lowercase")) continue;
            bytes32 id = parseBytes32(paths[i], ".envelope.data.message.proposal");
            bytes32 digest = ballot.voteIdOf(id, asVote(voteAt(paths[i])));
            assertNotEq(digest, parseBytes32(paths[i], ".digest"));
            checked++;
        }
        assertEq(checked, 1);
    }

    // ------------------------------------------------------------ proposals

    function test_DigestsEveryProposalOfTheTwoTypes() public view {
        uint256 checked = 0;
        for (uint256 i = 0; i < paths.length; i++) {
            bytes32 typeHash = parseBytes32(paths[i], ".typeHash");
            bool fromIsAddress = typeHash == SnapshotMessageLib.PROPOSAL_FROM_ADDRESS_TYPEHASH;
            if (!fromIsAddress && typeHash != SnapshotMessageLib.PROPOSAL_TYPEHASH) continue;
            ISnapshotBallot.Proposal memory proposal = proposalAt(paths[i]);
            proposal.fromIsAddress = fromIsAddress;
            bytes32 digest = parseBytes32(paths[i], ".digest");
            assertEq(this.digestOf(proposal, fixedTextsAt(paths[i])), digest, parseString(paths[i], ".id"));
            bytes memory signed = vm.parseJsonBytes(json, string.concat(paths[i], ".envelope.sig"));
            assertTrue(this.isSignedBy(proposal.author, digest, signed), "the author signed");
            checked++;
        }
        assertEq(checked, 4, "proposals of the two types");
    }

    /// @dev External, because the library reads proposals from the calldata.
    function digestOf(ISnapshotBallot.Proposal calldata proposal, SnapshotMessageLib.FixedTexts calldata texts)
        external
        pure
        returns (bytes32)
    {
        return SnapshotMessageLib.proposalDigest(proposal, keccak256("example.eth"), texts);
    }

    /// @dev External, because the library reads signatures from the calldata.
    function isSignedBy(address author_, bytes32 digest, bytes calldata signed) external view returns (bool) {
        return SignatureLib.isSignedBy(author_, digest, signed);
    }

    // -------------------------------------------------------------- reading

    /// @dev One of the four types, in the domain without chain id, from a checksummed address.
    function isCountableVote(string memory path) private view returns (bool) {
        if (!isOfTheFourTypes(parseBytes32(path, ".typeHash"))) return false;
        if (parseBytes32(path, ".domainSeparator") != SnapshotMessageLib.DOMAIN_SEPARATOR) return false;
        string memory from = parseString(path, ".envelope.data.message.from");
        if (bytes(from).length != 42) return false;
        return keccak256(bytes(vm.toString(vm.parseAddress(from)))) == keccak256(bytes(from));
    }

    function isOfTheFourTypes(bytes32 typeHash) private pure returns (bool) {
        return typeHash == SnapshotMessageLib.VOTE_TYPEHASH || typeHash == SnapshotMessageLib.VOTE_FROM_ADDRESS_TYPEHASH
            || typeHash == SnapshotMessageLib.VOTE_BYTES32_TYPEHASH
            || typeHash == SnapshotMessageLib.VOTE_FROM_ADDRESS_BYTES32_TYPEHASH;
    }

    function voteAt(string memory path) private view returns (VoteWords memory words) {
        string memory message = string.concat(path, ".envelope.data.message");
        bytes32 typeHash = parseBytes32(path, ".typeHash");
        words.voter = uint160(vm.parseAddress(parseString(message, ".from")));
        if (typeHash == SnapshotMessageLib.VOTE_FROM_ADDRESS_TYPEHASH) words.variant = 1;
        if (typeHash == SnapshotMessageLib.VOTE_BYTES32_TYPEHASH) words.variant = 2;
        // The client of this one signed the array [3,1,2] as one number.
        bool isQuirk = keccak256(bytes(parseString(path, ".id"))) == keccak256("vote-copeland-uint32-quirk");
        words.choice = isQuirk ? 0x030102 : vm.parseJsonUint(json, string.concat(message, ".choice"));
        words.timestamp = vm.parseJsonUint(json, string.concat(message, ".timestamp"));
        words.reasonHash = hashAt(message, ".reason");
        words.appHash = hashAt(message, ".app");
        words.metadataHash = hashAt(message, ".metadata");
    }

    function asVote(VoteWords memory words) private pure returns (ISnapshotBallot.Vote memory) {
        return abi.decode(abi.encode(words), (ISnapshotBallot.Vote));
    }

    function proposalAt(string memory path) private view returns (ISnapshotBallot.Proposal memory proposal) {
        string memory message = string.concat(path, ".envelope.data.message");
        proposal.author = vm.parseAddress(parseString(message, ".from"));
        proposal.timestamp = uint64(vm.parseJsonUint(json, string.concat(message, ".timestamp")));
        proposal.start = uint64(vm.parseJsonUint(json, string.concat(message, ".start")));
        proposal.end = uint64(vm.parseJsonUint(json, string.concat(message, ".end")));
        proposal.snapshot = uint64(vm.parseJsonUint(json, string.concat(message, ".snapshot")));
        proposal.titleHash = hashAt(message, ".title");
        proposal.bodyHash = hashAt(message, ".body");
        proposal.discussionHash = hashAt(message, ".discussion");
        proposal.labelsHash = ReferenceMessages.texts(vm.parseJsonStringArray(json, string.concat(message, ".labels")));
        proposal.appHash = hashAt(message, ".app");
    }

    function fixedTextsAt(string memory path) private view returns (SnapshotMessageLib.FixedTexts memory) {
        string memory message = string.concat(path, ".envelope.data.message");
        return SnapshotMessageLib.FixedTexts({
            votingType: hashAt(message, ".type"),
            choices: ReferenceMessages.texts(vm.parseJsonStringArray(json, string.concat(message, ".choices"))),
            plugins: hashAt(message, ".plugins"),
            privacy: hashAt(message, ".privacy")
        });
    }

    function isRecovered(string memory path, address account) private view returns (bool) {
        return vm.parseAddress(parseString(path, ".recovered")) == account;
    }

    function hashAt(string memory path, string memory key) private view returns (bytes32) {
        return keccak256(bytes(parseString(path, key)));
    }

    function parseString(string memory path, string memory key) private view returns (string memory) {
        return vm.parseJsonString(json, string.concat(path, key));
    }

    function parseBytes32(string memory path, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(json, string.concat(path, key));
    }

    // ------------------------------------------------------------ signatures

    /// @dev As our oracle does: v of 0, 1, 27 or 28, or 64 bytes that are compact already.
    function compact(bytes memory signed) private pure returns (bytes32 r, bytes32 vs, bool isHigh) {
        if (signed.length == 64) {
            (r, vs) = abi.decode(signed, (bytes32, bytes32));
            return (r, vs, false);
        }
        uint8 v;
        bytes32 s;
        (r, s, v) = split(signed);
        isHigh = uint256(s) > CURVE_ORDER / 2;
        vs = s | bytes32(uint256(v % 27) << 255);
    }

    function split(bytes memory signed) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signed, 0x20))
            s := mload(add(signed, 0x40))
            v := byte(0, mload(add(signed, 0x60)))
        }
    }
}
