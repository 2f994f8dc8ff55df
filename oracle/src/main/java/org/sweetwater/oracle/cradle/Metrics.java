package org.sweetwater.oracle.cradle;

/**
 * The six metrics of one run, in the contract's order and units.
 *
 * @param latencyP99Micros 99th percentile of one-way latency of delivered packets, µs
 * @param packetLossPpm packets lost, of those sent between live nodes
 * @param mttrMillis longest time from a node's death until no live route leads through it, ms
 * @param deanonymisationRiskPpm share of routes on which the adversary relays both the first and
 *     the last hop
 * @param policyConsistencyPpm share of live nodes that hold the newest policy when a flood has
 *     ended
 * @param routeStabilityPpm share of pairs, both alive, whose route is the same as one tick before
 */
public record Metrics(
    long latencyP99Micros,
    long packetLossPpm,
    long mttrMillis,
    long deanonymisationRiskPpm,
    long policyConsistencyPpm,
    long routeStabilityPpm) {}
