// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";
import {PowerLib} from "../libraries/PowerLib.sol";
import {SignatureLib} from "../libraries/SignatureLib.sol";
import {SnapshotMessageLib} from "../libraries/SnapshotMessageLib.sol";
import {TrackLib} from "../libraries/TrackLib.sol";
import {BallotRecord} from "../types/BallotRecord.sol";
import {StandingVote, toStandingVote} from "../types/StandingVote.sol";
import {PassRule, Tally} from "../types/Tally.sol";
import {VoteWords} from "../types/VoteWords.sol";
import {BallotTracks} from "./BallotTracks.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Snapshot ballot: a Snapshot proposal becomes an act
/// @notice See ISnapshotBallot, which holds the documentation.
contract SnapshotBallot is BallotTracks, ReentrancyGuard {
    /// @dev What a counting call reads once and all its votes share, and the vote at hand with its id.
    struct Counting {
        bytes32 id;
        bytes32 idTextHash;
        uint256 snapshot;
        uint256 start;
        uint256 end;
        /// The latest date that a vote may bear now.
        uint256 latest;
        Tally tally;
        VoteWords vote;
        bytes32 voteId;
    }

    /// @dev Ballots of one author that may be neither closed nor vetoed at a time.
    uint256 private constant OPEN_BALLOTS_MAX = 3;
    /// @dev Snapshot takes messages dated at most this far ahead (seconds).
    uint256 private constant AHEAD_MAX = 300;
    /// @dev Snapshot takes edits before `start`; a proposal dated this far after it arrived after it, by 10 s at least.
    uint256 private constant EDIT_MARGIN = AHEAD_MAX + 10;
    /// @dev 1 For, 2 Against, 3 Abstain.
    uint256 private constant CHOICES = 3;
    uint8 private constant EXTENSIONS_MAX = 3;
    uint256 private constant PRODUCTION_ELECTORATE_MIN = 10;

    INodeRegistry private immutable REGISTRY;
    uint32 private immutable ELECTORATE_MIN;
    uint32 private immutable SNAPSHOT_AGE_MAX;
    bytes32 private immutable SPACE_HASH;

    string private _space;
    mapping(bytes32 id => BallotRecord) private _records;
    mapping(bytes32 action => bool) private _executed;
    mapping(address author => uint256) private _openBallots;

    /// @param tracks the values of track 1 ordinary, 2 emergency, 3 constitutional; their versions become 1
    /// @param listings calls that ballots may make, besides this contract's own `veto`, `setTrack` and `setListing`
    constructor(Config memory config_, Track[3] memory tracks, Listing[] memory listings)
        BallotTracks(config_.authority, config_.production, tracks, listings)
    {
        _requireContract(address(config_.registry));
        if (config_.production) {
            TrackLib.requireAtLeast("electorateMin", config_.electorateMin, PRODUCTION_ELECTORATE_MIN);
        }
        REGISTRY = config_.registry;
        ELECTORATE_MIN = config_.electorateMin;
        SNAPSHOT_AGE_MAX = config_.snapshotAgeMax;
        SPACE_HASH = keccak256(bytes(config_.space));
        _space = config_.space;
    }

    // ---------------------------------------------------------------------------------------------------- open

    /// @inheritdoc ISnapshotBallot
    function open(
        Proposal calldata proposal,
        bytes calldata signature,
        address target,
        bytes calldata data,
        bytes32 salt
    ) external returns (bytes32 id) {
        bytes32 action = actionOf(target, data, salt);
        id = SnapshotMessageLib.proposalDigest(proposal, SPACE_HASH, action);
        BallotRecord storage record = _records[id];
        require(record.status == Status.Unknown, SnapshotBallot_AlreadyOpen(id));
        require(!_executed[action], SnapshotBallot_ActionAlreadyExecuted(action));

        uint8 track = _requireListed(target, data);
        _requireTimely(proposal, _tracks[track].window);
        uint256 totalPower = _requireElectorate(proposal.snapshot);
        _requireAuthor(proposal, id, signature);

        ++_openBallots[proposal.author];
        _fill(record, proposal, track, totalPower);
        record.target = target;
        record.codeHash = target.codehash;
        record.action = action;
        record.data = data;
        _emitOpened(id, record);
        emit CallCommitted(id, target, action, target.codehash, data, salt);
    }

    function _requireTimely(Proposal calldata proposal, uint256 window) private view {
        uint256 earliestTimestamp = uint256(proposal.start) + EDIT_MARGIN;
        require(proposal.timestamp >= earliestTimestamp, SnapshotBallot_Editable(proposal.timestamp, earliestTimestamp));
        uint256 latestTimestamp = block.timestamp + AHEAD_MAX;
        require(proposal.timestamp <= latestTimestamp, SnapshotBallot_DatedAhead(proposal.timestamp, latestTimestamp));
        uint256 earliestEnd = block.timestamp + window;
        require(proposal.end >= earliestEnd, SnapshotBallot_EndTooSoon(proposal.end, earliestEnd));
        uint256 latestEnd = block.timestamp + TrackLib.END_MAX;
        require(proposal.end <= latestEnd, SnapshotBallot_EndTooLate(proposal.end, latestEnd));
    }

    function _requireElectorate(uint64 snapshot) private view returns (uint256 totalPower) {
        require(snapshot < block.number, SnapshotBallot_SnapshotNotPast(snapshot, block.number));
        uint256 oldest = Math.saturatingSub(block.number, SNAPSHOT_AGE_MAX);
        require(snapshot >= oldest, SnapshotBallot_SnapshotTooOld(snapshot, oldest));
        totalPower = REGISTRY.getPastTotalSupply(snapshot);
        require(totalPower >= ELECTORATE_MIN, SnapshotBallot_ElectorateTooSmall(totalPower, ELECTORATE_MIN));
    }

    function _requireAuthor(Proposal calldata proposal, bytes32 id, bytes calldata signature) private view {
        address author = proposal.author;
        require(
            REGISTRY.getPastVotes(author, proposal.snapshot) > 0,
            SnapshotBallot_AuthorHasNoNode(author, proposal.snapshot)
        );
        require(_openBallots[author] < OPEN_BALLOTS_MAX, SnapshotBallot_TooManyOpenBallots(author, OPEN_BALLOTS_MAX));
        require(SignatureLib.isSignedBy(author, id, signature), SnapshotBallot_AuthorSignatureInvalid(id, author));
    }

    /// @dev Copies the track's values, so that no other ballot can change a running one. `_requireTimely` bounded the
    /// times; the casts refuse what does not fit all the same.
    function _fill(BallotRecord storage record, Proposal calldata proposal, uint8 track, uint256 totalPower) private {
        Track storage values = _tracks[track];
        record.author = proposal.author;
        record.track = track;
        record.status = Status.Open;
        record.twoThirds = values.twoThirds;
        record.votersMin = values.votersMin;
        record.snapshot = SafeCast.toUint48(proposal.snapshot);
        record.start = SafeCast.toUint40(proposal.start);
        record.end = SafeCast.toUint40(proposal.end);
        record.countUntil = SafeCast.toUint40(uint256(proposal.end) + values.grace);
        record.grace = SafeCast.toUint32(values.grace);
        record.delay = SafeCast.toUint32(values.delay);
        record.quorum = SafeCast.toUint48(PowerLib.quorumUp(totalPower, values.quorumBps));
    }

    function _emitOpened(bytes32 id, BallotRecord storage record) private {
        emit BallotOpened(
            id,
            record.author,
            record.track,
            record.snapshot,
            record.start,
            record.end,
            record.countUntil,
            record.quorum,
            record.votersMin,
            record.twoThirds,
            record.delay
        );
    }

    // --------------------------------------------------------------------------------------------------- count

    /// @inheritdoc ISnapshotBallot
    function count(bytes32 id, Vote[] calldata votes) external returns (uint256 counted) {
        BallotRecord storage record = _requireCounting(id);
        Counting memory counting = _counting(id, record);
        for (uint256 i = 0; i < votes.length; ++i) {
            counting.vote.read(votes[i]);
            if (_judgeMessage(counting) != VoteVerdict.Countable) continue;
            if (_tryStand(counting, record) == VoteVerdict.Countable) ++counted;
        }
        require(counted > 0, SnapshotBallot_NothingCounted(id));
        _storeCount(counting, record);
    }

    /// @inheritdoc ISnapshotBallot
    function countContractVote(bytes32 id, Vote calldata vote, bytes calldata signature) external {
        BallotRecord storage record = _requireCounting(id);
        Counting memory counting = _counting(id, record);
        counting.vote.read(vote);
        VoteVerdict verdict = _judgeFields(counting);
        if (verdict == VoteVerdict.Countable) {
            bool isSigned = SignatureLib.isSignedByContract(vote.voter, counting.voteId, signature);
            verdict = isSigned ? _tryStand(counting, record) : VoteVerdict.SignatureInvalid;
        }
        require(verdict == VoteVerdict.Countable, SnapshotBallot_VoteNotCountable(id, vote.voter, verdict));
        _storeCount(counting, record);
    }

    /// @inheritdoc ISnapshotBallot
    function check(bytes32 id, Vote[] calldata votes) external view returns (VoteVerdict[] memory verdicts) {
        BallotRecord storage record = _requireKnown(id);
        Counting memory counting = _counting(id, record);
        verdicts = new VoteVerdict[](votes.length);
        for (uint256 i = 0; i < votes.length; ++i) {
            counting.vote.read(votes[i]);
            verdicts[i] = _judgeMessage(counting);
            if (verdicts[i] == VoteVerdict.Countable) (verdicts[i],,) = _judgeStanding(counting, record);
        }
    }

    function _requireCounting(bytes32 id) private view returns (BallotRecord storage record) {
        record = _requireOpen(id);
        require(block.timestamp <= record.countUntil, SnapshotBallot_CountingOver(id, record.countUntil));
    }

    function _counting(bytes32 id, BallotRecord storage record) private view returns (Counting memory counting) {
        counting.id = id;
        counting.idTextHash = SnapshotMessageLib.idTextHash(id);
        counting.snapshot = record.snapshot;
        counting.start = record.start;
        counting.end = record.end;
        counting.latest = block.timestamp + AHEAD_MAX;
        counting.tally = record.tally();
    }

    /// @dev Everything about a vote that its own key decides.
    function _judgeMessage(Counting memory counting) private view returns (VoteVerdict verdict) {
        verdict = _judgeFields(counting);
        if (verdict != VoteVerdict.Countable) return verdict;
        VoteWords memory vote = counting.vote;
        bool isSigned = SignatureLib.isSignedByKey(vote.voter, counting.voteId, vote.r, vote.vs);
        return isSigned ? VoteVerdict.Countable : VoteVerdict.SignatureInvalid;
    }

    /// @dev Judges all but the signature, and sets the vote's id if it is countable so far.
    function _judgeFields(Counting memory counting) private view returns (VoteVerdict) {
        VoteWords memory vote = counting.vote;
        if (vote.variant > SnapshotMessageLib.VARIANT_MAX) return VoteVerdict.UnknownVariant;
        if (vote.choice == 0 || vote.choice > CHOICES) return VoteVerdict.ChoiceOutOfRange;
        if (vote.timestamp < counting.start || vote.timestamp > counting.end) return VoteVerdict.DatedOutsideWindow;
        if (vote.timestamp > counting.latest) return VoteVerdict.DatedAhead;
        counting.voteId = SnapshotMessageLib.voteDigest(vote, SPACE_HASH, counting.id, counting.idTextHash);
        return VoteVerdict.Countable;
    }

    /// @dev Everything about a signed vote that the registry and the voter's earlier vote decide. A signed vote has a
    /// voter that is an address.
    function _judgeStanding(Counting memory counting, BallotRecord storage record)
        private
        view
        returns (VoteVerdict verdict, StandingVote previous, StandingVote next)
    {
        VoteWords memory vote = counting.vote;
        address voter = address(uint160(vote.voter));
        uint256 power = REGISTRY.getPastVotes(voter, counting.snapshot);
        if (power == 0) return (VoteVerdict.NoPower, previous, next);
        previous = record.standingVotes[voter];
        next = toStandingVote(vote.timestamp, counting.voteId, power, vote.choice);
        verdict = previous.isReplacedBy(next) ? VoteVerdict.Countable : VoteVerdict.Superseded;
    }

    function _tryStand(Counting memory counting, BallotRecord storage record) private returns (VoteVerdict) {
        (VoteVerdict verdict, StandingVote previous, StandingVote next) = _judgeStanding(counting, record);
        if (verdict != VoteVerdict.Countable) return verdict;
        address voter = address(uint160(counting.vote.voter));
        record.standingVotes[voter] = next;
        if (previous.isNone()) counting.tally.add(next);
        else counting.tally.replace(previous, next);
        emit VoteCounted(counting.id, voter, counting.voteId, next.choice(), next.power(), next.timestamp());
        return VoteVerdict.Countable;
    }

    /// @dev Votes held back until after the end could otherwise turn the outcome with nobody able to answer.
    function _storeCount(Counting memory counting, BallotRecord storage record) private {
        bool isExtendable = block.timestamp > record.end && record.extensions < EXTENSIONS_MAX;
        PassRule memory rule = record.passRule();
        if (isExtendable && record.tally().passes(rule) != counting.tally.passes(rule)) {
            record.countUntil = SafeCast.toUint40(uint256(record.countUntil) + record.grace);
            emit CountExtended(counting.id, record.countUntil, ++record.extensions);
        }
        record.store(counting.tally);
    }

    // ------------------------------------------------------------------------------------------- close, execute

    /// @inheritdoc ISnapshotBallot
    function close(bytes32 id) external returns (bool passed) {
        BallotRecord storage record = _requireOpen(id);
        require(block.timestamp > record.countUntil, SnapshotBallot_CountingNotOver(id, record.countUntil));
        passed = record.tally().passes(record.passRule());
        record.status = passed ? Status.Passed : Status.Rejected;
        record.closedAt = SafeCast.toUint40(block.timestamp);
        --_openBallots[record.author];
        emit BallotClosed(id, passed, record.votesFor, record.votesAgainst, record.votesAbstain, record.voters);
    }

    /// @inheritdoc ISnapshotBallot
    /// @dev Only this function calls out other than statically. Everything is written before that, and the called contract
    /// may come back for anything but a second execution: for `veto`, `setTrack` and `setListing` it has to.
    function execute(bytes32 id) external nonReentrant returns (bytes memory result) {
        BallotRecord storage record = _requireKnown(id);
        require(record.status == Status.Passed, SnapshotBallot_StatusIs(id, record.status));
        require(block.timestamp <= record.expiresAt(), SnapshotBallot_MandateExpired(id, record.expiresAt()));
        uint256 executableAt = uint256(record.closedAt) + record.delay;
        require(block.timestamp >= executableAt, SnapshotBallot_TooEarlyToExecute(id, executableAt));
        bytes32 action = record.action;
        require(!_executed[action], SnapshotBallot_ActionAlreadyExecuted(action));
        address target = record.target;
        require(
            target.codehash == record.codeHash,
            SnapshotBallot_TargetCodeChanged(target, record.codeHash, target.codehash)
        );
        record.status = Status.Executed;
        _executed[action] = true;
        emit BallotExecuted(id, action);
        return Address.functionCall(target, record.data);
    }

    // ----------------------------------------------------------------------------------------- ballot-only calls

    /// @inheritdoc ISnapshotBallot
    function veto(bytes32 id) external onlyBallot {
        BallotRecord storage record = _requireKnown(id);
        Status status = record.statusNow();
        require(status == Status.Open || status == Status.Passed, SnapshotBallot_StatusIs(id, status));
        record.status = Status.Vetoed;
        if (status == Status.Open) --_openBallots[record.author];
        emit BallotVetoed(id);
    }

    // -------------------------------------------------------------------------------------------------- reading

    /// @inheritdoc ISnapshotBallot
    function proposalIdOf(Proposal calldata proposal, address target, bytes calldata data, bytes32 salt)
        external
        view
        returns (bytes32)
    {
        return SnapshotMessageLib.proposalDigest(proposal, SPACE_HASH, actionOf(target, data, salt));
    }

    /// @inheritdoc ISnapshotBallot
    function voteIdOf(bytes32 id, Vote calldata vote) external view returns (bytes32) {
        require(
            vote.variant <= SnapshotMessageLib.VARIANT_MAX,
            SnapshotBallot_VoteNotCountable(id, vote.voter, VoteVerdict.UnknownVariant)
        );
        VoteWords memory words;
        words.read(vote);
        return SnapshotMessageLib.voteDigest(words, SPACE_HASH, id, SnapshotMessageLib.idTextHash(id));
    }

    /// @inheritdoc ISnapshotBallot
    function actionOf(address target, bytes calldata data, bytes32 salt) public view returns (bytes32) {
        return SnapshotMessageLib.actionHash(target, target.codehash, keccak256(data), salt);
    }

    /// @inheritdoc ISnapshotBallot
    function ballot(bytes32 id) external view returns (Ballot memory) {
        return _records[id].toBallot();
    }

    /// @inheritdoc ISnapshotBallot
    function openBallotsOf(address author) external view returns (uint256) {
        return _openBallots[author];
    }

    /// @inheritdoc ISnapshotBallot
    function voteOf(bytes32 id, address voter)
        external
        view
        returns (uint64 timestamp, bytes20 idPrefix, uint64 power, uint8 choice)
    {
        StandingVote vote = _records[id].standingVotes[voter];
        return (vote.timestamp(), vote.idPrefix(), vote.power(), vote.choice());
    }

    /// @inheritdoc ISnapshotBallot
    function isExecuted(bytes32 action) external view returns (bool) {
        return _executed[action];
    }

    /// @inheritdoc ISnapshotBallot
    function config() external view returns (Config memory) {
        return Config({
            space: _space,
            registry: REGISTRY,
            authority: AUTHORITY,
            production: PRODUCTION,
            electorateMin: ELECTORATE_MIN,
            snapshotAgeMax: SNAPSHOT_AGE_MAX
        });
    }

    function _requireKnown(bytes32 id) private view returns (BallotRecord storage record) {
        record = _records[id];
        require(record.status != Status.Unknown, SnapshotBallot_UnknownBallot(id));
    }

    function _requireOpen(bytes32 id) private view returns (BallotRecord storage record) {
        record = _requireKnown(id);
        require(record.status == Status.Open, SnapshotBallot_StatusIs(id, record.status));
    }
}
