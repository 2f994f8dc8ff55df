package org.sweetwater.oracle.message;

import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/**
 * A signed vote. {@code proposal} is the text as signed, in whatever case; {@code metadata} is the
 * signed JSON text. {@code reason}, {@code app} and {@code metadata} are empty where an old type
 * set does not sign them.
 *
 * @param fromIsAddress whether the signed type has {@code address from}, else {@code string from}
 * @param proposalIsBytes32 whether the signed type has {@code bytes32 proposal}, else {@code
 *     string}
 * @param currentTypes whether reason, app and metadata are all signed
 */
public record VoteMessage(
    Hash32 id,
    MessageKind kind,
    String from,
    String space,
    long timestamp,
    String proposal,
    Choice choice,
    String reason,
    String app,
    String metadata,
    boolean fromIsAddress,
    boolean proposalIsBytes32,
    boolean currentTypes,
    boolean plainDomain)
    implements SnapshotMessage {
  public VoteMessage {
    if (!kind.isVote()) {
      throw new IllegalArgumentException("kind: expected a vote, found " + kind);
    }
  }

  /** The proposal voted on; empty when it is no EIP-712 id (Snapshot had IPFS ids until 2022). */
  public Optional<Hash32> proposalId() {
    return ProposalIds.parse(proposal);
  }
}
