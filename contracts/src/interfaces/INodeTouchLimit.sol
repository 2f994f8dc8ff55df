// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "./INodeRegistry.sol";

/// @title Node touch limit: how much of the network one principal may change in a day
/// @notice Counts the distinct nodes that each principal touches within a day: without a ballot at most a tenth of the
/// network's active nodes. Whatever changes nodes draws on it, so that no two ways to change nodes add up to more.
/// @dev A principal is the account for whom nodes are changed; a spender is the contract that changes them and says for whom.
/// A node counts from its latest touch until the hour of that touch is more than 24 hours back: time is cut into whole hours
/// (UNIX time), and the window is the present hour with the 24 before it. So a touch counts for `window()` seconds at least and
/// for less than an hour more: the count is never below the distinct nodes of the last 24 hours.
/// Spenders are no role of the AccessManager, in which nobody but the ballot holds any.
/// @custom:source rules "Cradle" in docs/architecture.md
interface INodeTouchLimit {
    /// @notice A spender touched nodes for a principal.
    /// @param added nodes of this call that were not among the principal's touched ones
    /// @param touched the principal's distinct nodes in the window, with these
    event NodesTouched(
        address indexed principal, address indexed spender, uint256 added, uint256 touched, bool byBallot
    );
    event SpenderSet(address indexed spender, bool isAllowed);

    error NodeTouchLimit_NoSpenders();
    error NodeTouchLimit_SpendersNotAscending(address previous, address next);
    error NodeTouchLimit_NotASpender(address caller);
    error NodeTouchLimit_NodeUnknown(address node);
    error NodeTouchLimit_Exceeded(address principal, uint256 nodesAfter, uint256 limit);

    /// @notice Counts nodes that a principal is about to change without a ballot, within its limit.
    /// @dev A node named twice counts once. A node touched again counts once, from now on. Requirements:
    /// - the caller is a spender
    /// - the registry knows each node, whatever its status
    /// - with these, the principal's distinct nodes in the window are at most `limit()`; those that ballots approved count too
    function touch(address principal, address[] calldata nodes) external;

    /// @notice Counts nodes that a ballot allowed a principal to change; never refused for their number.
    /// @dev Warning: the spender answers for the ballot; nothing here proves that there was one. Requirements:
    /// - the caller is a spender
    /// - the registry knows each node, whatever its status
    function touchByBallot(address principal, address[] calldata nodes) external;

    /// @notice Ballot only: lets a contract touch nodes for principals, or stops it. What it has touched stays counted.
    function setSpender(address spender, bool isAllowed) external;

    /// @notice Whether a contract may touch nodes for principals.
    function isSpender(address account) external view returns (bool);

    /// @notice How many distinct nodes a principal has touched in the window that ends now.
    function touchedBy(address principal) external view returns (uint256);

    /// @notice The most distinct nodes in a window without a ballot: a tenth of the nodes that are active now, rounded down.
    function limit() external view returns (uint256);

    /// @notice The least time (seconds) for which a touch counts: 24 hours. It counts for less than an hour more.
    function window() external pure returns (uint64);

    /// @notice The registry whose nodes are counted.
    function registry() external view returns (INodeRegistry);
}
