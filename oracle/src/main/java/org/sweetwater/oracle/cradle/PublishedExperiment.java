package org.sweetwater.oracle.cradle;

import java.util.Optional;
import org.sweetwater.oracle.cradle.archive.Archive;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.SpecException;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/** What an archive holds about an experiment, compared with what the contract says. */
public sealed interface PublishedExperiment {
  /** The specification that was submitted. */
  record Found(ExperimentSpec spec) implements PublishedExperiment {}

  /** The archive does not have it. */
  record Missing(Hash32 specHash) implements PublishedExperiment {}

  /**
   * The archive has it, and it cannot be what was meant: nobody should attest, or vote for it.
   *
   * @param reason what was expected, and found
   */
  record Refused(String reason) implements PublishedExperiment {}

  /** Finds the specification of an experiment. */
  static PublishedExperiment of(ExperimentState state, Archive archive) {
    Optional<byte[]> bytes;
    try {
      bytes = archive.find(state.specHash());
    } catch (FatalException e) {
      // Something else under that hash: this experiment's trouble, not all others' too.
      return new Refused(String.valueOf(e.getMessage()));
    }
    return bytes.isEmpty() ? new Missing(state.specHash()) : read(state, bytes.get());
  }

  private static PublishedExperiment read(ExperimentState state, byte[] bytes) {
    ExperimentSpec spec;
    try {
      spec = ExperimentSpec.parse(bytes);
    } catch (SpecException e) {
      return new Refused(
          "specification %s: %s%s".formatted(state.specHash(), e.pointer(), e.getMessage()));
    }
    if (!spec.changeHash().equals(state.changeHash())) {
      return new Refused(
          "the experiment was submitted as attempt %d at change %s, but its specification changes %s"
              .formatted(state.attempt(), state.changeHash(), spec.changeHash()));
    }
    if (!spec.thresholds().equals(state.thresholds())) {
      return new Refused(
          "the contract compares with %s, but the specification says %s"
              .formatted(state.thresholds().values(), spec.thresholds().values()));
    }
    return new Found(spec);
  }
}
