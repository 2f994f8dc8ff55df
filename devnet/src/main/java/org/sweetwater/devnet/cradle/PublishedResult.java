package org.sweetwater.devnet.cradle;

import java.util.Optional;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.PublishedExperiment;
import org.sweetwater.oracle.cradle.archive.Archive;
import org.sweetwater.oracle.cradle.canary.CanaryContract;
import org.sweetwater.oracle.cradle.canary.WavePlan;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.SpecException;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;

/** An experiment on-chain, and what the archive holds of it: nothing of it is taken on trust. */
record PublishedResult(
    Deployment deployment,
    ExperimentState state,
    Archive archive,
    WavePlans plans,
    Optional<RolloutStory> rollout) {
  /** How it is or would be rolled out, and how an experiment without a plan is. */
  record WavePlans(WavePlan own, WavePlan rules) {}

  /**
   * Looks an experiment up.
   *
   * @throws MemberException when the contract does not know it
   */
  static PublishedResult of(Hash32 id, NetworkOptions network, ArchiveOptions archives) {
    Deployment deployment = network.deployment();
    try (ChainClient chain = network.connect()) {
      ExperimentState state =
          new CradleContract(chain, deployment)
              .find(id)
              .orElseThrow(
                  () ->
                      new MemberException(
                          "Cradle %s does not know experiment %s; is it of another network?"
                              .formatted(deployment.cradle(), id)));
      CanaryContract canary = new CanaryContract(chain, deployment);
      return new PublishedResult(
          deployment,
          state,
          archives.open(network),
          new WavePlans(canary.plan(id), canary.rules()),
          RolloutStory.read(chain, deployment, id));
    }
  }

  /**
   * The specification that was submitted.
   *
   * @throws MemberException when the archive lacks it, or has something else
   */
  ExperimentSpec spec() {
    return switch (PublishedExperiment.of(state, archive)) {
      case PublishedExperiment.Found(ExperimentSpec spec) -> spec;
      case PublishedExperiment.Missing(Hash32 specHash) ->
          throw new MemberException(
              "the archive does not have specification %s; give another with --archive"
                  .formatted(specHash));
      case PublishedExperiment.Refused(String reason) -> throw new MemberException(reason);
    };
  }

  /**
   * The result that is final on-chain; empty before there is one.
   *
   * @throws MemberException when the archive lacks it, or has another than the contract decided by
   */
  Optional<ExperimentResult> result() {
    if (state.resultHash().equals(Hash32.ZERO)) {
      return Optional.empty();
    }
    byte[] artefact =
        archive
            .find(state.artefactHash())
            .orElseThrow(
                () ->
                    new MemberException(
                        "the archive does not have result %s; make it anew with: sw cradle replay %s"
                            .formatted(state.artefactHash(), state.id())));
    ExperimentResult result = parse(artefact);
    if (!result.resultHash().equals(state.resultHash())) {
      throw new MemberException(
          "the archive's result has hash %s, but the contract decided by %s"
              .formatted(result.resultHash(), state.resultHash()));
    }
    return Optional.of(result);
  }

  private static ExperimentResult parse(byte[] artefact) {
    try {
      return ExperimentResult.parse(artefact);
    } catch (SpecException e) {
      throw new MemberException("the archive's result cannot be read: " + e.getMessage());
    }
  }
}
