// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @notice EIP-712 of Snapshot's messages in the plainest way: text in, every string hashed, nothing shared with the code
/// under test.
library ReferenceMessages {
    struct Proposal {
        string from;
        string space;
        uint64 timestamp;
        string votingType;
        string title;
        string body;
        string discussion;
        string[] choices;
        string[] labels;
        uint64 start;
        uint64 end;
        uint64 snapshot;
        string plugins;
        string privacy;
        string app;
    }

    struct Vote {
        string from;
        string space;
        uint64 timestamp;
        string proposal;
        uint32 choice;
        string reason;
        string app;
        string metadata;
    }

    /// @notice A proposal's id; `author` replaces `from` in the variant with `address from`.
    function proposalId(Proposal memory proposal, bool fromIsAddress, address author) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            keccak256(
                bytes.concat(
                    "Proposal(",
                    fromIsAddress ? bytes("address") : bytes("string"),
                    " from,string space,uint64 timestamp,string type,string title,string body,string discussion,",
                    "string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,",
                    "string privacy,string app)"
                )
            ),
            fromIsAddress ? bytes32(uint256(uint160(author))) : text(proposal.from),
            text(proposal.space),
            proposal.timestamp,
            text(proposal.votingType),
            text(proposal.title),
            text(proposal.body)
        );
        bytes memory middle = abi.encode(
            text(proposal.discussion),
            texts(proposal.choices),
            texts(proposal.labels),
            proposal.start,
            proposal.end,
            proposal.snapshot
        );
        bytes memory tail = abi.encode(text(proposal.plugins), text(proposal.privacy), text(proposal.app));
        return digest(keccak256(bytes.concat(head, middle, tail)));
    }

    /// @notice A vote's id in any of the four variants.
    function voteId(Vote memory vote, uint8 variant, address voter, bytes32 id) internal pure returns (bytes32) {
        bool fromIsAddress = variant == 1 || variant == 3;
        bool proposalIsBytes32 = variant == 2 || variant == 3;
        bytes memory typeText = bytes.concat(
            "Vote(",
            fromIsAddress ? bytes("address") : bytes("string"),
            " from,string space,uint64 timestamp,",
            proposalIsBytes32 ? bytes("bytes32") : bytes("string"),
            " proposal,uint32 choice,string reason,string app,string metadata)"
        );
        bytes memory head = abi.encode(
            keccak256(typeText),
            fromIsAddress ? bytes32(uint256(uint160(voter))) : text(vote.from),
            text(vote.space),
            vote.timestamp,
            proposalIsBytes32 ? id : text(vote.proposal)
        );
        bytes memory tail = abi.encode(vote.choice, text(vote.reason), text(vote.app), text(vote.metadata));
        return digest(keccak256(bytes.concat(head, tail)));
    }

    /// @notice `plugins` as our CLI writes it.
    function plugins(bytes32 action) internal pure returns (string memory) {
        return string.concat("{\"sweetwater\":{\"action\":\"", Strings.toHexString(uint256(action), 32), "\"}}");
    }

    /// @notice "\x19\x01", the domain's separator and the struct's hash, hashed.
    function digest(bytes32 structHash) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(keccak256("EIP712Domain(string name,string version)"), text("snapshot"), text("0.1.4"))
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @notice How EIP-712 encodes a string.
    function text(string memory value) internal pure returns (bytes32) {
        return keccak256(bytes(value));
    }

    /// @notice How EIP-712 encodes an array of strings.
    function texts(string[] memory values) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; i++) {
            hashes[i] = text(values[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
