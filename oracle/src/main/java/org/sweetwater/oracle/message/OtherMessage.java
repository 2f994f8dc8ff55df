package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Hash32;

/** A message of a kind that neither our hub nor our oracle acts upon. */
public record OtherMessage(
    Hash32 id, MessageKind kind, String from, String space, long timestamp, boolean plainDomain)
    implements SnapshotMessage {}
