package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Hash32;

/**
 * Where a proposal stands, for people.
 *
 * @param stage how far it has come
 * @param code why it waits or was refused, or how it ended
 */
public record Standing(Hash32 proposalId, String stage, String code, String detail) {}
