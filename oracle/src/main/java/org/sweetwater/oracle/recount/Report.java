package org.sweetwater.oracle.recount;

import java.util.List;
import org.sweetwater.wrappers.Hash32;

/**
 * What a recount found.
 *
 * @param counted the result of the votes that the chain took, recounted
 * @param archived the result if every sound vote of the archive had been brought in time
 * @param countUntil the last second in which votes could be brought (since 1970)
 * @param extensions how often a late turn of the outcome extended the counting
 * @param isClosed whether the contract has decided the ballot
 * @param disagreements where the chain's word differs from the recount; empty when it is right
 * @param notes what is in order, but should be known: votes that came too late, or that this
 *     archive does not have
 */
public record Report(
    Hash32 ballot,
    Result counted,
    Result archived,
    long countUntil,
    int extensions,
    boolean isClosed,
    List<String> disagreements,
    List<String> notes) {
  /** Copies the lists. */
  public Report {
    disagreements = List.copyOf(disagreements);
    notes = List.copyOf(notes);
  }

  /** Whether the recount comes to what the contract says. */
  public boolean agrees() {
    return disagreements.isEmpty();
  }
}
