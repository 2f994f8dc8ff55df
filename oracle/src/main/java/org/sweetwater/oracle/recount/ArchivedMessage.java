package org.sweetwater.oracle.recount;

import com.fasterxml.jackson.databind.JsonNode;
import org.sweetwater.wrappers.Bytes;

/**
 * A row of the archive: a signed message and one signature that a hub gave for it. Nothing in it is
 * believed: what the message says of its own id is compared with the digest that it has.
 *
 * @param values the signed values by name, with what is needed to hash them again
 */
public record ArchivedMessage(JsonNode values, Bytes signature) {
  /** A signed text; empty when there is none. */
  String text(String name) {
    return values.path(name).asText("");
  }

  long number(String name) {
    return values.path(name).asLong(-1);
  }

  boolean flag(String name) {
    return values.path(name).asBoolean(false);
  }
}
