package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Address;

/**
 * What the deployment of the ballot fixed for ever (ISnapshotBallot.Config).
 *
 * @param electorateMin least total power at a snapshot, in nodes
 * @param snapshotAgeMax oldest snapshot that may be used, in blocks
 */
record BallotRules(String space, Address registry, long electorateMin, long snapshotAgeMax) {}
