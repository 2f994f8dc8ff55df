// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {SnapshotMessageLib} from "../../../src/libraries/SnapshotMessageLib.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {ReferenceMessages} from "../../support/ReferenceMessages.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @notice The ballot's ids against a second encoder that starts from text.
contract SnapshotMessageLibTest is ElectionFixture {
    function setUp() public {
        deployElection(10);
    }

    function test_TypeHashesAreThoseOfTheirStrings() public pure {
        assertTypeHash(SnapshotMessageLib.VOTE_TYPEHASH, SnapshotMessageLib.VOTE_TYPE);
        assertTypeHash(SnapshotMessageLib.VOTE_FROM_ADDRESS_TYPEHASH, SnapshotMessageLib.VOTE_FROM_ADDRESS_TYPE);
        assertTypeHash(SnapshotMessageLib.VOTE_BYTES32_TYPEHASH, SnapshotMessageLib.VOTE_BYTES32_TYPE);
        assertTypeHash(
            SnapshotMessageLib.VOTE_FROM_ADDRESS_BYTES32_TYPEHASH, SnapshotMessageLib.VOTE_FROM_ADDRESS_BYTES32_TYPE
        );
        assertTypeHash(SnapshotMessageLib.PROPOSAL_TYPEHASH, SnapshotMessageLib.PROPOSAL_TYPE);
        assertTypeHash(SnapshotMessageLib.PROPOSAL_FROM_ADDRESS_TYPEHASH, SnapshotMessageLib.PROPOSAL_FROM_ADDRESS_TYPE);
        assertTypeHash(SnapshotMessageLib.ACTION_TYPEHASH, SnapshotMessageLib.ACTION_TYPE);
    }

    function test_DomainSeparatorIsThatOfItsString() public pure {
        bytes32 expected = keccak256(
            abi.encode(keccak256(bytes(SnapshotMessageLib.DOMAIN_TYPE)), keccak256("snapshot"), keccak256("0.1.4"))
        );
        assertEq(SnapshotMessageLib.DOMAIN_SEPARATOR, expected);
    }

    function test_HashesOfFixedTextsAreTheirs() public pure {
        assertEq(SnapshotMessageLib.EMPTY_HASH, keccak256(""));
        assertEq(SnapshotMessageLib.BASIC_HASH, keccak256("basic"));
        assertEq(SnapshotMessageLib.SINGLE_CHOICE_HASH, keccak256("single-choice"));
        assertEq(SnapshotMessageLib.CHOICES_HASH, ReferenceMessages.texts(choices()));
    }

    function testFuzz_PluginsIsTheTextThatMembersSign(bytes32 action) public pure {
        assertEq(SnapshotMessageLib.plugins(action), ReferenceMessages.plugins(action));
    }

    function testFuzz_ActionNamesChainContractTargetCodeDataAndSalt(bytes calldata data, bytes32 salt, uint64 chainId)
        public
    {
        vm.chainId(bound(chainId, 1, type(uint64).max));
        bytes32 expected = keccak256(
            abi.encode(
                keccak256(
                    "SweetwaterAction(uint256 chainId,address ballot,address target,bytes32 codeHash,bytes32 dataHash,bytes32 salt)"
                ),
                vm.getChainId(),
                address(ballot),
                address(target),
                keccak256(address(target).code),
                keccak256(data),
                salt
            )
        );
        assertEq(ballot.actionOf(address(target), data, salt), expected);
    }

    function testFuzz_VoteIdsEqualTheReference(
        ISnapshotBallot.Vote memory vote,
        bytes32 id,
        string memory reason,
        string memory app,
        string memory metadata
    ) public view {
        vote.variant = vote.variant % 4;
        vote.reasonHash = keccak256(bytes(reason));
        vote.appHash = keccak256(bytes(app));
        vote.metadataHash = keccak256(bytes(metadata));
        ReferenceMessages.Vote memory texts = ReferenceMessages.Vote({
            from: Strings.toChecksumHexString(vote.voter),
            space: SPACE,
            timestamp: vote.timestamp,
            proposal: Strings.toHexString(uint256(id), 32),
            choice: vote.choice,
            reason: reason,
            app: app,
            metadata: metadata
        });
        bytes32 expected = ReferenceMessages.voteId(texts, vote.variant, vote.voter, id);
        assertEq(ballot.voteIdOf(id, vote), expected);
    }

    function testFuzz_ProposalIdsEqualTheReference(
        address from,
        uint64[4] memory times,
        string[6] memory texts,
        uint8 flags,
        bytes memory data
    ) public view {
        ReferenceMessages.Proposal memory plain;
        plain.from = Strings.toChecksumHexString(from);
        plain.space = SPACE;
        plain.votingType = flags & 1 == 0 ? "basic" : "single-choice";
        (plain.timestamp, plain.start, plain.end, plain.snapshot) = (times[0], times[1], times[2], times[3]);
        (plain.title, plain.body, plain.discussion, plain.app) = (texts[0], texts[1], texts[2], texts[3]);
        plain.choices = choices();
        plain.labels = new string[](flags & 4 == 0 ? 0 : 2);
        if (flags & 4 != 0) (plain.labels[0], plain.labels[1]) = (texts[4], texts[5]);
        plain.plugins = ReferenceMessages.plugins(ballot.actionOf(address(target), data, SALT));

        ISnapshotBallot.Proposal memory proposal = hashed(plain);
        proposal.author = from;
        proposal.fromIsAddress = flags & 2 != 0;
        assertEq(
            ballot.proposalIdOf(proposal, address(target), data, SALT),
            ReferenceMessages.proposalId(plain, proposal.fromIsAddress, from)
        );
    }

    /// @dev What the contract gets of a proposal.
    function hashed(ReferenceMessages.Proposal memory texts)
        private
        pure
        returns (ISnapshotBallot.Proposal memory proposal)
    {
        if (keccak256(bytes(texts.votingType)) == keccak256("single-choice")) {
            proposal.votingType = ISnapshotBallot.VotingType.SingleChoice;
        }
        proposal.timestamp = texts.timestamp;
        proposal.start = texts.start;
        proposal.end = texts.end;
        proposal.snapshot = texts.snapshot;
        proposal.titleHash = ReferenceMessages.text(texts.title);
        proposal.bodyHash = ReferenceMessages.text(texts.body);
        proposal.discussionHash = ReferenceMessages.text(texts.discussion);
        proposal.labelsHash = ReferenceMessages.texts(texts.labels);
        proposal.appHash = ReferenceMessages.text(texts.app);
    }

    function test_RevertWhen_VoteIdOfAnUnknownVariant() public {
        ISnapshotBallot.Vote memory vote = voteOf(author.addr, FOR);
        vote.variant = 4;
        bytes32 id = openCall(author, ORDINARY, address(target), abi.encodeCall(FakeTarget.act, (1)));
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_VoteNotCountable.selector,
                id,
                author.addr,
                ISnapshotBallot.VoteVerdict.UnknownVariant
            )
        );
        ballot.voteIdOf(id, vote);
    }

    function choices() private pure returns (string[] memory list) {
        list = new string[](3);
        list[0] = "For";
        list[1] = "Against";
        list[2] = "Abstain";
    }

    function assertTypeHash(bytes32 hash, string memory text) private pure {
        assertEq(hash, keccak256(bytes(text)), text);
    }
}
