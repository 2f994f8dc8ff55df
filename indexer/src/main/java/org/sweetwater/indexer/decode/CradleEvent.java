package org.sweetwater.indexer.decode;

import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** An event of the Cradle; {@code contracts/src/interfaces/ICradle.sol} says what each means. */
public sealed interface CradleEvent extends ContractEvent {
  /** A new set of attestors is in force. */
  record AttestorsSet(long version, List<Address> attestors, int attestationsRequired)
      implements CradleEvent {
    /** Copies the list. */
    public AttestorsSet {
      attestors = List.copyOf(attestors);
    }
  }

  /** An experiment was registered before it is run. */
  record ExperimentSubmitted(
      Hash32 id,
      Address submitter,
      Hash32 changeHash,
      Hash32 specHash,
      long attempt,
      int attestationsRequired,
      MetricSet thresholds)
      implements CradleEvent {}

  /** The seed of an experiment's runs is fixed. */
  record SeedLatched(Hash32 id, Hash32 seed) implements CradleEvent {}

  /** One attestor stands for one result. */
  record AttestationPosted(Hash32 id, Address attestor, Hash32 resultHash) implements CradleEvent {}

  /** Enough attestors agreed; bit i of {@code failedMetrics} means that metric i failed. */
  record ExperimentDecided(
      Hash32 id,
      boolean passed,
      Hash32 resultHash,
      Hash32 artefactHash,
      int failedMetrics,
      MetricSet worst)
      implements CradleEvent {}

  /** A ballot approved a passed experiment. */
  record ExperimentApproved(Hash32 id, Hash32 specHash, Hash32 resultHash) implements CradleEvent {}
}
