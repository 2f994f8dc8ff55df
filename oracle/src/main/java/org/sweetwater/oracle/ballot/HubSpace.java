package org.sweetwater.oracle.ballot;

/**
 * The space whose proposals we carry.
 *
 * @param id as signed, for example {@code sweetwater.eth}
 * @param chainId the space's network; some wallets add it to the signed domain
 */
record HubSpace(String id, long chainId) {}
