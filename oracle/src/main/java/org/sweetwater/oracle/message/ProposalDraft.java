package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A proposal as its author fills it in, in the one form that SnapshotBallot opens.
 *
 * @param text the words before the committed call
 * @param action what {@code SnapshotBallot.actionOf} gives for the call
 * @param created the signed time; the proposal counts as started before it, so that nobody can edit
 *     it
 * @param end the last second in which votes count
 * @param snapshot the block at which power is read
 */
public record ProposalDraft(
    Address author,
    String space,
    String title,
    String text,
    String discussion,
    CommittedCall call,
    Hash32 action,
    Instant created,
    Instant end,
    long snapshot) {
  /** The values to sign, by their names in Snapshot's type {@code Proposal}. */
  public ObjectNode message() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("from", author.checksummed());
    message.put("space", space);
    message.put("timestamp", created.getEpochSecond());
    message.put("type", "basic");
    message.put("title", title);
    message.put("body", text.stripTrailing() + "\n\n" + call.format());
    message.put("discussion", discussion);
    ProposalForms.CHOICES.forEach(message.putArray("choices")::add);
    message.putArray("labels");
    message.put("start", created.getEpochSecond() - ProposalForms.UNEDITABLE_AFTER_SECONDS);
    message.put("end", end.getEpochSecond());
    message.put("snapshot", snapshot);
    message.put("plugins", CommittedCall.plugins(action));
    message.put("privacy", "");
    message.put("app", TypedData.APP);
    return message;
  }
}
