// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";
import {VoteWords} from "../types/VoteWords.sol";
import {ChecksumLib} from "./ChecksumLib.sol";
import {HexLib} from "./HexLib.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title The signed messages of Snapshot
/// @notice EIP-712 digests of the two proposal types and the four vote types that this network counts.
/// @dev Each constant hash stands below the string that it is the keccak256 of; a test compares them. Snapshot's domain
/// names neither chain nor contract: what binds a proposal to this deployment is the action in its plugins.
/// @custom:source EIP-712; snapshot.js 0.17.5 `sign/types`, `sign/hashedTypes.json`
library SnapshotMessageLib {
    string internal constant DOMAIN_TYPE = "EIP712Domain(string name,string version)";
    /// @dev keccak256(abi.encode(keccak256(DOMAIN_TYPE), keccak256("snapshot"), keccak256("0.1.4")))
    bytes32 internal constant DOMAIN_SEPARATOR = 0x484fce18f892e8535a4b6700e197a8026f4213f809d23ae117da03b497e18670;

    string internal constant VOTE_TYPE =
        "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)";
    bytes32 internal constant VOTE_TYPEHASH = 0x7bf372d792402c0796ec3567238391d04616792abb3fe96c99adc02d8b8cdffa;

    string internal constant VOTE_FROM_ADDRESS_TYPE =
        "Vote(address from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)";
    bytes32 internal constant VOTE_FROM_ADDRESS_TYPEHASH =
        0xb54ebf4e2d3e24a7eaf9e39a102cd00424ff7fbdae275f1dec7a417a7c767429;

    string internal constant VOTE_BYTES32_TYPE =
        "Vote(string from,string space,uint64 timestamp,bytes32 proposal,uint32 choice,string reason,string app,string metadata)";
    bytes32 internal constant VOTE_BYTES32_TYPEHASH =
        0xa3bd648795666a66209c0dd1df21f29d43f39fc6ea6e778bde4bbd6e63729e50;

    string internal constant VOTE_FROM_ADDRESS_BYTES32_TYPE =
        "Vote(address from,string space,uint64 timestamp,bytes32 proposal,uint32 choice,string reason,string app,string metadata)";
    bytes32 internal constant VOTE_FROM_ADDRESS_BYTES32_TYPEHASH =
        0xaeb61c95cf08a4ae90fd703eea32d24d7936280c3c5b611ad2c40211583d4c85;

    string internal constant PROPOSAL_TYPE =
        "Proposal(string from,string space,uint64 timestamp,string type,string title,string body,string discussion,string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,string privacy,string app)";
    bytes32 internal constant PROPOSAL_TYPEHASH = 0xe471c456498c29c13f307e49648b3251cca23c2adc7b99af7b831cc89b6fd2c8;

    string internal constant PROPOSAL_FROM_ADDRESS_TYPE =
        "Proposal(address from,string space,uint64 timestamp,string type,string title,string body,string discussion,string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,string privacy,string app)";
    bytes32 internal constant PROPOSAL_FROM_ADDRESS_TYPEHASH =
        0x3943e94390c734c5e0b0498987b960d1376a3d7117b78869a1fda7c3cc6b27c4;

    string internal constant ACTION_TYPE =
        "SweetwaterAction(uint256 chainId,address ballot,address target,bytes32 codeHash,bytes32 dataHash,bytes32 salt)";
    bytes32 internal constant ACTION_TYPEHASH = 0x4d939252f510fee4384e541ba5e062658ffc5d83f40f06f2e4a88cc5a49e48fe;

    /// @dev keccak256 of the keccak256 of "For", "Against" and "Abstain", in this order.
    bytes32 internal constant CHOICES_HASH = 0xf16dc77397d849163aba1856bc634825a394844a05eb6a5cd87dd3974debc3b9;
    /// @dev keccak256(""): privacy none.
    bytes32 internal constant EMPTY_HASH = 0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470;
    /// @dev keccak256("basic")
    bytes32 internal constant BASIC_HASH = 0xa542bebe0be4ee37844e1023969dcdf99c908139f19a527065ff05d1a0ac2e34;
    /// @dev keccak256("single-choice")
    bytes32 internal constant SINGLE_CHOICE_HASH = 0xc00b6ee921294a8d13a39121dcf3cb8228c3ec83184b0081ea40c1cb3f9cc683;

    /// @notice Bit 0 of a vote's variant: the signed type has `address from`.
    uint256 internal constant VARIANT_FROM_ADDRESS = 1;
    /// @notice Bit 1 of a vote's variant: the signed type has `bytes32 proposal`.
    uint256 internal constant VARIANT_BYTES32_PROPOSAL = 2;
    /// @notice The highest variant: both bits.
    uint256 internal constant VARIANT_MAX = 3;

    /// @notice Hashes of the texts of a proposal that a ballot does not leave to the author.
    struct FixedTexts {
        bytes32 votingType;
        bytes32 choices;
        bytes32 plugins;
        bytes32 privacy;
    }

    /// @notice The digest of a proposal that can open a ballot: its id.
    /// @param spaceHash keccak256 of the space's name
    /// @param action the 32 bytes that `plugins` names
    function proposalDigest(ISnapshotBallot.Proposal calldata proposal, bytes32 spaceHash, bytes32 action)
        internal
        pure
        returns (bytes32)
    {
        bool isBasic = proposal.votingType == ISnapshotBallot.VotingType.Basic;
        FixedTexts memory texts = FixedTexts({
            votingType: isBasic ? BASIC_HASH : SINGLE_CHOICE_HASH,
            choices: CHOICES_HASH,
            plugins: keccak256(bytes(plugins(action))),
            privacy: EMPTY_HASH
        });
        return proposalDigest(proposal, spaceHash, texts);
    }

    /// @notice The digest of any proposal of the two types; `texts` stands for `proposal.votingType` too.
    function proposalDigest(ISnapshotBallot.Proposal calldata proposal, bytes32 spaceHash, FixedTexts memory texts)
        internal
        pure
        returns (bytes32)
    {
        // Encoded in two parts only because one of sixteen words is too deep for the stack.
        bytes memory first = abi.encode(
            proposal.fromIsAddress ? PROPOSAL_FROM_ADDRESS_TYPEHASH : PROPOSAL_TYPEHASH,
            _from(proposal.author, proposal.fromIsAddress),
            spaceHash,
            proposal.timestamp,
            texts.votingType,
            proposal.titleHash,
            proposal.bodyHash,
            proposal.discussionHash
        );
        bytes memory second = abi.encode(
            texts.choices,
            proposal.labelsHash,
            proposal.start,
            proposal.end,
            proposal.snapshot,
            texts.plugins,
            texts.privacy,
            proposal.appHash
        );
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR, keccak256(bytes.concat(first, second)));
    }

    /// @notice The digest of a vote: its id. `vote.variant` must be known.
    /// @param spaceHash keccak256 of the space's name
    /// @param id the proposal's id
    /// @param textHashOfId `idTextHash(id)`, given because a batch shares it
    function voteDigest(VoteWords memory vote, bytes32 spaceHash, bytes32 id, bytes32 textHashOfId)
        internal
        pure
        returns (bytes32 digest)
    {
        bool fromIsAddress = vote.variant & VARIANT_FROM_ADDRESS != 0;
        bool proposalIsBytes32 = vote.variant & VARIANT_BYTES32_PROPOSAL != 0;
        bytes32 typeHash = voteTypeHash(fromIsAddress, proposalIsBytes32);
        bytes32 from = fromIsAddress ? bytes32(vote.voter) : ChecksumLib.checksumHash(vote.voter);
        bytes32 proposal = proposalIsBytes32 ? id : textHashOfId;
        // As MessageHashUtils.toTypedDataHash of keccak256(abi.encode(…)), in memory that nobody keeps.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, typeHash)
            mstore(add(words, 0x20), from)
            mstore(add(words, 0x40), spaceHash)
            mstore(add(words, 0x60), mload(add(vote, 0x60))) // timestamp
            mstore(add(words, 0x80), proposal)
            mstore(add(words, 0xa0), mload(add(vote, 0x40))) // choice
            mcopy(add(words, 0xc0), add(vote, 0x80), 0x60) // reason, app, metadata
            let structHash := keccak256(words, 0x120)
            mstore(words, hex"1901")
            mstore(add(words, 0x02), DOMAIN_SEPARATOR)
            mstore(add(words, 0x22), structHash)
            digest := keccak256(words, 0x42)
        }
    }

    /// @notice The type hash of a vote variant.
    function voteTypeHash(bool fromIsAddress, bool proposalIsBytes32) internal pure returns (bytes32) {
        if (fromIsAddress) return proposalIsBytes32 ? VOTE_FROM_ADDRESS_BYTES32_TYPEHASH : VOTE_FROM_ADDRESS_TYPEHASH;
        return proposalIsBytes32 ? VOTE_BYTES32_TYPEHASH : VOTE_TYPEHASH;
    }

    /// @notice keccak256 of an id as text: "0x" and 64 lower-case characters.
    function idTextHash(bytes32 id) internal pure returns (bytes32) {
        (bytes32 first, bytes32 second) = HexLib.toLowerHex(id);
        return keccak256(abi.encodePacked("0x", first, second));
    }

    /// @notice The one form of `plugins` that opens a ballot: `{"sweetwater":{"action":"0x<64 lower-case characters>"}}`
    function plugins(bytes32 action) internal pure returns (string memory) {
        (bytes32 first, bytes32 second) = HexLib.toLowerHex(action);
        return string(abi.encodePacked("{\"sweetwater\":{\"action\":\"0x", first, second, "\"}}"));
    }

    /// @notice What a proposal commits to: one call to one target with one code, by one ballot contract on one chain.
    function actionHash(address target, bytes32 codeHash, bytes32 dataHash, bytes32 salt)
        internal
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(ACTION_TYPEHASH, block.chainid, address(this), target, codeHash, dataHash, salt));
    }

    /// @dev EIP-712 encodes an address as a word and a string as its hash.
    function _from(address account, bool isAddress) private pure returns (bytes32) {
        return isAddress ? bytes32(uint256(uint160(account))) : ChecksumLib.checksumHash(uint160(account));
    }
}
