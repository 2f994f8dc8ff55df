package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sweetwater.wrappers.RetryableException;

/** Where a Snapshot hub's GraphQL is asked. */
interface HubSource {
  /**
   * Asks one query.
   *
   * @throws RetryableException when no hub answers it
   */
  Answer ask(Query query);

  /**
   * A GraphQL query.
   *
   * @param operation the name of its one operation
   */
  record Query(String operation, String text, ObjectNode variables) {}

  /**
   * An answer without errors.
   *
   * @param data what is asked for, in whatever form the hub chose to send it
   * @param source the hub's URL without user, path and query
   */
  record Answer(JsonNode data, String source) {}
}
