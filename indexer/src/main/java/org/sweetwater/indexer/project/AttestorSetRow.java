package org.sweetwater.indexer.project;

import java.util.List;
import org.sweetwater.wrappers.Address;

/** A set of attestors came into force. */
public record AttestorSetRow(long version, List<Address> attestors, int attestationsRequired)
    implements Row.Fact {
  /** Copies the list. */
  public AttestorSetRow {
    attestors = List.copyOf(attestors);
  }
}
