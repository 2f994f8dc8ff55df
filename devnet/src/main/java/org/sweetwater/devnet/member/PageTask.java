package org.sweetwater.devnet.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One thing that the page does for the command.
 *
 * @param view what the page shows, with the {@code kind} of step
 * @param judge decides about the page's answers
 */
record PageTask(ObjectNode view, Judge judge) {
  /** Decides about an answer; may ask the chain. */
  interface Judge {
    /** What is wrong with the answer, one line for the member; empty when it is taken. */
    Optional<String> problemOf(JsonNode answer);
  }
}
