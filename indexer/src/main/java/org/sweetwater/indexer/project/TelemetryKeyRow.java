package org.sweetwater.indexer.project;

import java.time.Instant;
import org.sweetwater.wrappers.Address;

/** From this time on, until the node's next row, this key signs the node's telemetry. */
public record TelemetryKeyRow(Address node, Address telemetryKey, Instant signsFrom)
    implements Row.Fact {}
