package org.sweetwater.indexer.chain;

/**
 * How a node does.
 *
 * @param name its URL without what may be a key
 * @param isHealthy false while it rests after a failure
 * @param head the newest block number that it gave; -1 before the first
 * @param requests those sent to it, each in a batch counted
 * @param errors failures, and answers that others contradicted
 * @param rateLimited how often its rate limit made us wait, or it refused us for one
 */
public record EndpointState(
    String name, boolean isHealthy, long head, long requests, long errors, long rateLimited) {}
