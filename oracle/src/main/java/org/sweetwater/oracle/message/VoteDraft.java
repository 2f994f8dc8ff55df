package org.sweetwater.oracle.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A vote as its voter fills it in.
 *
 * @param created the signed time; of two votes of one voter the later counts
 * @param choice 1 For, 2 Against, 3 Abstain
 * @param reason words for the others; the contract sees only their hash
 */
public record VoteDraft(
    Address voter, String space, Instant created, Hash32 proposal, int choice, String reason) {
  /** Checks the choice. */
  public VoteDraft {
    if (choice < 1 || choice > ProposalForms.CHOICES.size()) {
      throw new IllegalArgumentException(
          "choice: expected 1 (For), 2 (Against) or 3 (Abstain), found " + choice);
    }
  }

  /** The values to sign, by their names in Snapshot's type {@code Vote}. */
  ObjectNode message() {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("from", voter.checksummed());
    message.put("space", space);
    message.put("timestamp", created.getEpochSecond());
    message.put("proposal", proposal.hex());
    message.put("choice", choice);
    message.put("reason", reason);
    message.put("app", TypedData.APP);
    message.put("metadata", "{}");
    return message;
  }
}
