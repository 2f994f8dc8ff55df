package org.sweetwater.oracle.message;

import java.util.List;
import org.sweetwater.wrappers.Hash32;

/**
 * A signed proposal. {@code start} and {@code end} are seconds since 1970, {@code snapshot} is a
 * block number. {@code plugins} is the signed JSON text. Fields that an old type set lacks are
 * empty.
 *
 * @param fromIsAddress whether the signed type has {@code address from}, else {@code string from}
 * @param currentTypes whether all fields are signed, as in the two type sets that SnapshotBallot
 *     takes
 */
public record ProposalMessage(
    Hash32 id,
    String from,
    String space,
    long timestamp,
    String type,
    String title,
    String body,
    String discussion,
    List<String> choices,
    List<String> labels,
    long start,
    long end,
    long snapshot,
    String plugins,
    String privacy,
    String app,
    boolean fromIsAddress,
    boolean currentTypes,
    boolean plainDomain)
    implements SnapshotMessage {
  public ProposalMessage {
    choices = List.copyOf(choices);
    labels = List.copyOf(labels);
  }

  @Override
  public MessageKind kind() {
    return MessageKind.PROPOSAL;
  }
}
