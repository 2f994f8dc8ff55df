package org.sweetwater.oracle.ballot;

/**
 * How ballots of one track run (ISnapshotBallot.Track). Durations are seconds.
 *
 * @param track 1 ordinary, 2 emergency, 3 constitutional
 * @param window least time between opening and end
 * @param grace time after the end in which votes may still be brought
 * @param delay time between close and execution
 * @param quorumBps share of the total power that must take part, in basis points
 * @param votersMin least number of distinct voters
 * @param twoThirds whether For must be at least twice Against
 */
public record Terms(
    int track,
    long window,
    long grace,
    long delay,
    long quorumBps,
    long votersMin,
    boolean twoThirds) {}
