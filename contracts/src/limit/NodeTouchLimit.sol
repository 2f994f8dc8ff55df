// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {INodeTouchLimit} from "../interfaces/INodeTouchLimit.sol";
import {PowerLib} from "../libraries/PowerLib.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Node touch limit
/// @notice See INodeTouchLimit, which documents every function.
contract NodeTouchLimit is INodeTouchLimit, AccessManaged {
    // ------------------------------------------------------------ constants

    /// @dev The hours before the present one: with it, the window never is shorter than a day.
    uint256 private constant HOURS_BEFORE = 24;

    // -------------------------------------------------------------- storage

    /// @inheritdoc INodeTouchLimit
    INodeRegistry public immutable registry;

    /// @inheritdoc INodeTouchLimit
    mapping(address account => bool) public isSpender;
    /// @dev The hour of the latest touch; 0 means never.
    mapping(address principal => mapping(address node => uint256 hour)) private _latestTouch;
    /// @dev How many nodes have their latest touch in an hour: the sum over the window's hours counts each node once.
    mapping(address principal => mapping(uint256 hour => uint256)) private _nodesLatestIn;

    // ---------------------------------------------------------- constructor

    /// @param authority_ the AccessManager
    /// @param registry_ whose nodes are counted
    /// @param spenders in ascending order, at least one; the deployment names contracts here that do not exist yet
    constructor(address authority_, INodeRegistry registry_, address[] memory spenders) AccessManaged(authority_) {
        require(spenders.length > 0, NodeTouchLimit_NoSpenders());
        registry = registry_;
        address previous = address(0);
        for (uint256 i = 0; i < spenders.length; ++i) {
            require(spenders[i] > previous, NodeTouchLimit_SpendersNotAscending(previous, spenders[i]));
            previous = spenders[i];
            _setSpender(previous, true);
        }
    }

    // -------------------------------------------------------------- touches

    /// @inheritdoc INodeTouchLimit
    function touch(address principal, address[] calldata nodes) external {
        uint256 touched = _touch(principal, nodes, false);
        uint256 most = limit();
        require(touched <= most, NodeTouchLimit_Exceeded(principal, touched, most));
    }

    /// @inheritdoc INodeTouchLimit
    function touchByBallot(address principal, address[] calldata nodes) external {
        _touch(principal, nodes, true);
    }

    /// @inheritdoc INodeTouchLimit
    function setSpender(address spender, bool isAllowed) external restricted {
        _setSpender(spender, isAllowed);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc INodeTouchLimit
    function touchedBy(address principal) external view returns (uint256) {
        return _touchedAt(principal, _presentHour());
    }

    /// @inheritdoc INodeTouchLimit
    function limit() public view returns (uint256) {
        return registry.activeNodes() / PowerLib.TENTH;
    }

    /// @inheritdoc INodeTouchLimit
    function window() external pure returns (uint64) {
        return uint64(HOURS_BEFORE * 1 hours);
    }

    // -------------------------------------------------------------- effects

    /// @dev A node that was touched before is known: the registry is not asked again, since it forgets no node.
    function _touch(address principal, address[] calldata nodes, bool byBallot) private returns (uint256 touched) {
        require(isSpender[msg.sender], NodeTouchLimit_NotASpender(msg.sender));
        uint256 present = _presentHour();
        uint256 added = 0;
        uint256 moved = 0;
        for (uint256 i = 0; i < nodes.length; ++i) {
            uint256 latest = _latestTouch[principal][nodes[i]];
            if (latest == present) continue;
            if (latest == 0) _requireKnown(nodes[i]);
            _latestTouch[principal][nodes[i]] = present;
            if (_isInWindow(latest, present)) {
                --_nodesLatestIn[principal][latest];
                ++moved;
            } else {
                ++added;
            }
        }
        _nodesLatestIn[principal][present] += added + moved;
        touched = _touchedAt(principal, present);
        emit NodesTouched(principal, msg.sender, added, touched, byBallot);
    }

    function _setSpender(address spender, bool isAllowed) private {
        isSpender[spender] = isAllowed;
        emit SpenderSet(spender, isAllowed);
    }

    // --------------------------------------------------------------- checks

    function _requireKnown(address node) private view {
        require(registry.nodeOf(node).status != INodeRegistry.NodeStatus.Unknown, NodeTouchLimit_NodeUnknown(node));
    }

    function _touchedAt(address principal, uint256 present) private view returns (uint256 touched) {
        uint256 oldest = present > HOURS_BEFORE ? present - HOURS_BEFORE : 0;
        for (uint256 hour = oldest; hour <= present; ++hour) {
            touched += _nodesLatestIn[principal][hour];
        }
    }

    function _isInWindow(uint256 hour, uint256 present) private pure returns (bool) {
        return hour != 0 && hour + HOURS_BEFORE >= present;
    }

    /// @dev From 1, so that 0 can mean never.
    function _presentHour() private view returns (uint256) {
        return block.timestamp / 1 hours + 1;
    }
}
