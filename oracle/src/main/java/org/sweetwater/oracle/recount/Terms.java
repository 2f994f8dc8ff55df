package org.sweetwater.oracle.recount;

/**
 * What a ballot is counted by. Times are seconds since 1970.
 *
 * @param start votes dated before it do not count
 * @param end votes dated after it do not count
 * @param grace seconds after the end in which votes may be brought, and each extension
 * @param quorumBps the share of the electorate that must take part, in basis points
 * @param votersMin the least number of distinct voters
 * @param twoThirds whether For must be at least twice Against
 */
public record Terms(
    long start, long end, long grace, long quorumBps, long votersMin, boolean twoThirds) {}
