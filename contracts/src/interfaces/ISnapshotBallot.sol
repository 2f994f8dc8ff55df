// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "./INodeRegistry.sol";

/// @title Snapshot ballot: a Snapshot proposal becomes an act
/// @notice Rebuilds the EIP-712 digest of a Snapshot proposal and of each vote, checks every signature, reads the power at
/// the snapshot block and counts. A ballot that passed executes exactly the call that its proposal committed to.
/// @dev Anybody who holds the signed messages may call every function: callers carry, this contract decides.
/// Ballot id = the proposal's EIP-712 digest = Snapshot's proposal id. Times are seconds, powers are nodes.
/// @custom:source EIP-712, domain {name "snapshot", version "0.1.4"}; snapshot.js 0.17.5 `sign/types`
interface ISnapshotBallot {
    /// @notice The two Snapshot voting types with one choice per vote.
    enum VotingType {
        Basic,
        SingleChoice
    }

    enum Status {
        Unknown,
        Open,
        Passed,
        Rejected,
        Executed,
        Vetoed,
        Expired
    }

    /// @notice What the contract makes of one vote, in the order in which it checks.
    enum VoteVerdict {
        Countable,
        UnknownVariant,
        ChoiceOutOfRange,
        DatedOutsideWindow,
        DatedAhead,
        SignatureInvalid,
        NoPower,
        Superseded
    }

    /// @notice A signed Snapshot proposal. Space, choices, privacy and plugins are not given: they are rebuilt.
    struct Proposal {
        address author;
        /// Whether the signed type has `address from` (else `string from`, EIP-55).
        bool fromIsAddress;
        VotingType votingType;
        uint64 timestamp;
        uint64 start;
        uint64 end;
        /// Block number at which power is read.
        uint64 snapshot;
        bytes32 titleHash;
        bytes32 bodyHash;
        bytes32 discussionHash;
        /// keccak256 of the concatenated keccak256 of each label (EIP-712 array encoding).
        bytes32 labelsHash;
        bytes32 appHash;
    }

    /// @notice A signed Snapshot vote with an ECDSA signature in EIP-2098 form; r and vs are zero in `countContractVote`.
    struct Vote {
        address voter;
        /// Bit 0: signed type has `address from`. Bit 1: signed type has `bytes32 proposal`.
        uint8 variant;
        /// 1 For, 2 Against, 3 Abstain.
        uint8 choice;
        uint64 timestamp;
        bytes32 reasonHash;
        bytes32 appHash;
        bytes32 metadataHash;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice How one kind of ballot runs. A ballot copies these values when it opens.
    struct Track {
        /// Least seconds between opening and the signed end.
        uint64 window;
        /// Seconds after the end in which votes may still be brought; also one extension.
        uint64 grace;
        /// Seconds between close and execution.
        uint64 delay;
        /// Share of the total power at the snapshot that must take part, in basis points, rounded up.
        uint16 quorumBps;
        /// Least number of distinct counted voters.
        uint32 votersMin;
        /// Passes with For ≥ 2 × Against when true, For > Against otherwise (both need For > Against).
        bool twoThirds;
        /// Counts replacements; a replacing call names the version that it expects.
        uint32 version;
    }

    /// @notice A call that ballots of a track may make.
    struct Listing {
        address target;
        bytes4 selector;
        uint8 track;
    }

    /// @notice What a deployment fixes for ever.
    struct Config {
        /// The Snapshot space whose proposals this contract takes, for example "sweetwater.eth".
        string space;
        INodeRegistry registry;
        /// The AccessManager.
        address authority;
        /// Whether the compiled-in minimums apply; a devnet says false and is visible as such.
        bool production;
        /// Least total power at the snapshot; production ≥ 10.
        uint32 electorateMin;
        /// Oldest snapshot that may be used, in blocks: about 24 h of them.
        uint32 snapshotAgeMax;
    }

    /// @notice A ballot's whole state.
    struct Ballot {
        address author;
        uint8 track;
        Status status;
        bool twoThirds;
        uint8 extensions;
        uint32 votersMin;
        uint32 voters;
        uint64 snapshot;
        uint64 start;
        uint64 end;
        uint64 countUntil;
        uint64 grace;
        uint64 delay;
        uint64 closedAt;
        uint64 quorum;
        uint64 votesFor;
        uint64 votesAgainst;
        uint64 votesAbstain;
        address target;
        bytes32 codeHash;
        bytes32 action;
        bytes data;
    }

    /// @notice A ballot opened. `quorum` and `votersMin` are absolute numbers.
    event BallotOpened(
        bytes32 indexed id,
        address indexed author,
        uint8 indexed track,
        uint64 snapshot,
        uint64 start,
        uint64 end,
        uint64 countUntil,
        uint64 quorum,
        uint32 votersMin,
        bool twoThirds,
        uint64 delay
    );
    /// @notice What the ballot will do if it passes; read this, never only the proposal's title.
    event CallCommitted(
        bytes32 indexed id, address indexed target, bytes32 indexed action, bytes32 codeHash, bytes data, bytes32 salt
    );
    /// @notice A vote stands; a later one of the same voter replaces it.
    event VoteCounted(
        bytes32 indexed id, address indexed voter, bytes32 voteId, uint8 choice, uint64 power, uint64 timestamp
    );
    event CountExtended(bytes32 indexed id, uint64 countUntil, uint8 extensions);
    event BallotClosed(
        bytes32 indexed id, bool passed, uint64 votesFor, uint64 votesAgainst, uint64 votesAbstain, uint32 voters
    );
    event BallotExecuted(bytes32 indexed id, bytes32 indexed action);
    event BallotVetoed(bytes32 indexed id);
    event TrackSet(
        uint8 indexed track,
        uint32 version,
        uint64 window,
        uint64 grace,
        uint64 delay,
        uint16 quorumBps,
        uint32 votersMin,
        bool twoThirds
    );
    /// @notice Ballots of `track` may make this call; track 0 means none may.
    event ListingSet(address indexed target, bytes4 indexed selector, uint8 indexed track);

    error SnapshotBallot_BelowProductionMinimum(string rule, uint256 value, uint256 minimum);
    error SnapshotBallot_TrackOutOfRange(string rule, uint256 value, uint256 minimum, uint256 maximum);
    error SnapshotBallot_AlreadyOpen(bytes32 id);
    error SnapshotBallot_UnknownBallot(bytes32 id);
    error SnapshotBallot_AuthorSignatureInvalid(bytes32 id, address author);
    error SnapshotBallot_CallNotListed(address target, bytes4 selector);
    error SnapshotBallot_CallForbidden(address target, bytes4 selector);
    error SnapshotBallot_DataTooShort(uint256 length);
    error SnapshotBallot_TargetNotAContract(address target);
    error SnapshotBallot_ActionAlreadyExecuted(bytes32 action);
    error SnapshotBallot_AuthorHasNoNode(address author, uint64 snapshot);
    error SnapshotBallot_TooManyOpenBallots(address author, uint256 limit);
    error SnapshotBallot_SnapshotNotPast(uint64 snapshot, uint256 blockNumber);
    error SnapshotBallot_SnapshotTooOld(uint64 snapshot, uint256 oldest);
    error SnapshotBallot_ElectorateTooSmall(uint256 totalPower, uint256 minimum);
    error SnapshotBallot_Editable(uint64 timestamp, uint256 earliestTimestamp);
    error SnapshotBallot_DatedAhead(uint64 timestamp, uint256 latest);
    error SnapshotBallot_EndTooSoon(uint64 end, uint256 earliest);
    error SnapshotBallot_EndTooLate(uint64 end, uint256 latest);
    error SnapshotBallot_CountingOver(bytes32 id, uint64 countUntil);
    error SnapshotBallot_NothingCounted(bytes32 id);
    error SnapshotBallot_VoteNotCountable(bytes32 id, address voter, VoteVerdict verdict);
    error SnapshotBallot_StatusIs(bytes32 id, Status status);
    error SnapshotBallot_CountingNotOver(bytes32 id, uint64 countUntil);
    error SnapshotBallot_TooEarlyToExecute(bytes32 id, uint256 executableAt);
    error SnapshotBallot_MandateExpired(bytes32 id, uint256 expiredAt);
    error SnapshotBallot_TargetCodeChanged(address target, bytes32 expected, bytes32 found);
    error SnapshotBallot_OnlyBallot(address caller);
    error SnapshotBallot_UnknownTrack(uint8 track);
    error SnapshotBallot_TrackVersionIs(uint8 track, uint32 version, uint32 expected);
    error SnapshotBallot_ListingIs(address target, bytes4 selector, uint8 track, uint8 expected);

    /// @notice Opens the ballot of a signed proposal. The caller chooses nothing.
    /// @dev The signed `plugins` must be the string `{"sweetwater":{"action":"0x…"}}` around
    /// `actionOf(target, data, salt)`; it is rebuilt here, so a different call gives a different id and a wrong signature.
    /// Requirements:
    /// - not opened before (SnapshotBallot_AlreadyOpen: whoever wanted it open may take that as success)
    /// - (target, selector) is listed on a track; target has code and is not an EIP-7702 account; data ≥ 4 bytes
    /// - the action was never executed
    /// - the author signed (ECDSA, or ERC-1271), has power at the snapshot and fewer than 3 unclosed ballots
    /// - snapshot is past and at most `snapshotAgeMax` blocks old; the electorate there ≥ `electorateMin`
    /// - timestamp ≥ start + 310: such a proposal cannot be edited on Snapshot
    /// - timestamp ≤ now + 300, as on Snapshot: so votes can be dated during the whole window, not only in its last minute
    /// - now + window ≤ end ≤ now + 14 days
    /// @param signature 65 bytes r, s, v with low s and v 27 or 28, or 64 bytes of EIP-2098, or what the author's contract
    /// wants for ERC-1271 (static call, 500,000 gas). Warning: Snapshot also takes high s and v 0 or 1; bring the twin
    /// @return id the proposal's EIP-712 digest
    function open(
        Proposal calldata proposal,
        bytes calldata signature,
        address target,
        bytes calldata data,
        bytes32 salt
    ) external returns (bytes32 id);

    /// @notice Counts votes. Skips those that do not count, malformed ones too; see `check` for the reason of each.
    /// @dev Open to everybody until `countUntil`. A count after `end` that flips the outcome extends `countUntil` by one
    /// grace, at most 3 times. Requirements:
    /// - the ballot is open and `countUntil` has not passed
    /// - at least one vote counts
    /// @return counted how many votes count now
    function count(bytes32 id, Vote[] calldata votes) external returns (uint256 counted);

    /// @notice Counts one vote of a contract wallet by ERC-1271 (static call, 500,000 gas).
    /// @dev Requirements:
    /// - as for `count`; SnapshotBallot_VoteNotCountable names the verdict
    function countContractVote(bytes32 id, Vote calldata vote, bytes calldata signature) external;

    /// @notice Decides the ballot once `countUntil` has passed. Anybody may call.
    /// @dev Requirements:
    /// - the ballot is open and now > `countUntil`
    function close(bytes32 id) external returns (bool passed);

    /// @notice Makes the committed call of a passed ballot, once per action ever. Anybody may call.
    /// @dev The target's own revert bubbles up and leaves the ballot passed. Requirements:
    /// - passed and not vetoed
    /// - now ≥ closedAt + delay
    /// - now ≤ countUntil + delay + 14 days: the mandate ages from the end of counting, so that nobody keeps it fresh by
    ///   closing late
    /// - the action was never executed; the target's code is the committed one
    function execute(bytes32 id) external returns (bytes memory result);

    /// @notice Ballot only (emergency track): stops a passed or open ballot for good.
    /// @dev Requirements:
    /// - the ballot is open, or passed and its mandate has not expired
    function veto(bytes32 id) external;

    /// @notice Ballot only (constitutional track): replaces a track's values for ballots opened later.
    /// @dev Requirements:
    /// - track is 1, 2 or 3 and its version is `expectedVersion`; the new one is that plus 1, `next.version` is ignored
    /// - 0 < window ≤ 13 days (one less than the latest end, so that a signed end can meet both), grace ≤ 14 days,
    ///   delay ≤ 30 days, quorum ≤ 100 %
    /// - in production nothing is below the compiled-in minimum of the track
    function setTrack(uint8 track, uint32 expectedVersion, Track calldata next) external;

    /// @notice Ballot only (constitutional track): puts a call on a track, or takes it off (track 0).
    /// @dev Requirements:
    /// - the call is on `expectedTrack` now; `track` is at most 3
    /// - it is none of the AccessManager's execute, multicall, schedule, cancel and consumeScheduledOp
    function setListing(address target, bytes4 selector, uint8 expectedTrack, uint8 track) external;

    /// @notice What `count` would make of each vote now, each for itself, were the ballot open.
    function check(bytes32 id, Vote[] calldata votes) external view returns (VoteVerdict[] memory verdicts);

    /// @notice The EIP-712 digest of a proposal around a call: Snapshot's proposal id.
    function proposalIdOf(Proposal calldata proposal, address target, bytes calldata data, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice The EIP-712 digest of a vote: Snapshot's vote id.
    /// @dev Reverts with SnapshotBallot_VoteNotCountable for an unknown variant.
    function voteIdOf(bytes32 id, Vote calldata vote) external view returns (bytes32);

    /// @notice The 32 bytes that a proposal's `plugins` must name:
    /// keccak256(abi.encode(ACTION_TYPEHASH, chainid, this, target, target.codehash, keccak256(data), salt)).
    function actionOf(address target, bytes calldata data, bytes32 salt) external view returns (bytes32);

    /// @notice A ballot's state; status Unknown when it was never opened. Expired is derived from the time.
    function ballot(bytes32 id) external view returns (Ballot memory);

    /// @notice How many ballots of an author are neither closed nor vetoed; at most 3.
    function openBallotsOf(address author) external view returns (uint256);

    /// @notice The vote that stands for a voter: signed timestamp, first 160 bits of the vote id, power, choice; zeros
    /// when none.
    function voteOf(bytes32 id, address voter)
        external
        view
        returns (uint64 timestamp, bytes20 idPrefix, uint64 power, uint8 choice);

    /// @notice A track's present values.
    function trackOf(uint8 track) external view returns (Track memory);

    /// @notice The track on which a call is listed; 0 when it is not.
    function listingOf(address target, bytes4 selector) external view returns (uint8 track);

    /// @notice Whether an action was executed, by whatever ballot.
    function isExecuted(bytes32 action) external view returns (bool);

    /// @notice What this deployment fixed for ever.
    function config() external view returns (Config memory);
}
