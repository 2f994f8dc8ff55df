package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.wrappers.Hash32;

/**
 * A proposal as an author fills it in, ready for the Snapshot client to sign.
 *
 * @param action what {@code SnapshotBallot.actionOf} gives for the call
 * @param created the signed time; the proposal counts as started before it, so that nobody can edit
 *     it
 * @param end the last second in which votes count
 * @param snapshot the block at which power is read
 */
record ProposalDraft(
    String space,
    String title,
    String text,
    CommittedCall call,
    Hash32 action,
    Instant created,
    Instant end,
    long snapshot) {
  /** Snapshot takes messages dated up to 300 s ahead, and edits only before the start. */
  private static final long EDIT_MARGIN_SECONDS = 310;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  ObjectNode message() {
    ObjectNode message =
        JSON.createObjectNode()
            .put("space", space)
            .put("type", "basic")
            .put("title", title)
            .put("body", text + "\n\n" + call.format())
            .put("discussion", "")
            .put("start", created.getEpochSecond() - EDIT_MARGIN_SECONDS)
            .put("end", end.getEpochSecond())
            .put("snapshot", snapshot)
            .put("plugins", CommittedCall.plugins(action))
            .put("privacy", "")
            .put("app", "sweetwater")
            .put("timestamp", created.getEpochSecond());
    List.of("For", "Against", "Abstain").forEach(message.putArray("choices")::add);
    message.putArray("labels");
    return message;
  }
}
