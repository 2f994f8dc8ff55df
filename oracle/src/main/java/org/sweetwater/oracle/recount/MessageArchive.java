package org.sweetwater.oracle.recount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/**
 * The signed messages of one ballot, as hubs gave them.
 *
 * @param proposals the proposal, once for each of its signatures
 * @param votes in the order of arrival, each once for each of its signatures
 */
public record MessageArchive(List<ArchivedMessage> proposals, List<ArchivedMessage> votes) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the lists. */
  public MessageArchive {
    proposals = List.copyOf(proposals);
    votes = List.copyOf(votes);
  }

  /** Reads what an oracle's database holds for a ballot. */
  public static MessageArchive read(Jdbi jdbi, Hash32 ballot) {
    return new MessageArchive(rows(jdbi, ballot, "proposal"), rows(jdbi, ballot, "vote"));
  }

  private static List<ArchivedMessage> rows(Jdbi jdbi, Hash32 ballot, String kind) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT message, signature FROM oracle.message
                    WHERE proposal_id = :ballot AND kind = :kind ORDER BY seq
                    """)
                .bind("ballot", ballot.bytes())
                .bind("kind", kind)
                .map((row, context) -> message(row.getString(1), row.getBytes(2)))
                .list());
  }

  private static ArchivedMessage message(String json, byte[] signature) {
    try {
      return new ArchivedMessage(JSON.readTree(json), Bytes.of(signature));
    } catch (JsonProcessingException e) {
      throw new FatalException(
          "archive: expected the JSON of a message, found "
              + e.getOriginalMessage()
              + "; restore the database from a backup");
    }
  }
}
