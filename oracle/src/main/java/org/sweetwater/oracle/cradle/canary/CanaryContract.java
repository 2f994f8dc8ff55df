package org.sweetwater.oracle.cradle.canary;

import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;

/** Reads Canary, and what it reads itself, at a block. */
public final class CanaryContract {
  private final ChainClient chain;
  private final Address canary;
  private final Address registry;
  private final CradleContract cradle;

  /** The Canary of a deployment. */
  public CanaryContract(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.canary = deployment.canary();
    this.registry = deployment.registry();
    this.cradle = new CradleContract(chain, deployment);
  }

  CradleContract cradle() {
    return cradle;
  }

  CanaryConfig config() {
    return CanaryConfig.of(words(chain.call(canary, CanaryCalls.config(), BlockTag.LATEST)));
  }

  /** A rollout at the newest block; its phase is NONE when the contract does not know it. */
  public RolloutState rollout(Hash32 id) {
    return rollouts(List.of(id), BlockTag.LATEST).getFirst();
  }

  /** How an experiment is or would be rolled out: its plan, or the rules of the deployment. */
  public WavePlan plan(Hash32 id) {
    return WavePlan.of(words(chain.call(canary, CanaryCalls.planOf(id), BlockTag.LATEST)));
  }

  /** How an experiment without a plan is rolled out: nobody can plan for this one. */
  public WavePlan rules() {
    return plan(Hash32.ZERO);
  }

  /** The last second at which missing heartbeats let nobody roll back. */
  public long silentAfter(Hash32 id) {
    return words(chain.call(canary, CanaryCalls.silentAfter(id), BlockTag.LATEST)).number(0);
  }

  /**
   * The share (ppm) of breaking nodes that so many failures in so many verdicts exclude at 95 %.
   */
  public long excludedRatePpm(long judged, long failures) {
    return words(chain.call(canary, CanaryCalls.excludedRatePpm(judged, failures), BlockTag.LATEST))
        .number(0);
  }

  /** A wave of a rollout at the newest block. */
  public WaveState wave(Hash32 id, int wave) {
    return wave(id, wave, BlockTag.LATEST);
  }

  /** The nodes of a wave at the newest block, in drawn order. */
  public List<Address> nodes(Hash32 id, WaveState wave) {
    List<Long> positions = new ArrayList<>();
    for (long position = 0; position < wave.drawn(); position++) {
      positions.add(position);
    }
    return drawn(id, wave.wave(), positions, BlockTag.LATEST).stream()
        .map(DrawnNode::node)
        .toList();
  }

  /** The states of rollouts, in order. */
  List<RolloutState> rollouts(List<Hash32> ids, BlockTag block) {
    List<CallOutcome> outcomes =
        chain.callAll(canary, ids.stream().map(CanaryCalls::rollout).toList(), block);
    List<RolloutState> states = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      states.add(RolloutState.of(ids.get(i), words(outcomes.get(i))));
    }
    return states;
  }

  WaveState wave(Hash32 id, int wave, BlockTag block) {
    return WaveState.of(wave, words(chain.call(canary, CanaryCalls.waveOf(id, wave), block)));
  }

  /** What is at positions of a wave, in order. */
  List<DrawnNode> drawn(Hash32 id, int wave, List<Long> positions, BlockTag block) {
    return chain
        .callAll(
            canary,
            positions.stream().map(at -> CanaryCalls.drawnNode(id, wave, at)).toList(),
            block)
        .stream()
        .map(outcome -> DrawnNode.of(words(outcome)))
        .toList();
  }

  /** What Canary said in a range of blocks, in order. */
  public List<CanaryEvent> events(long fromBlock, long toBlock) {
    return CanaryEvent.of(chain.logs(fromBlock, toBlock, List.of(canary)));
  }

  /** What Canary said about one experiment in a range of blocks, in order. */
  List<CanaryEvent> eventsAbout(Hash32 id, long fromBlock, long toBlock) {
    return CanaryEvent.of(chain.logsAbout(fromBlock, toBlock, canary, id));
  }

  /** The operator of a node. */
  Address operatorOf(Address node) {
    Bytes question =
        CallData.of(
            NodeRegistry.FUNC_NODEOF, new org.web3j.abi.datatypes.Address(node.toUnsigned()));
    AbiWords answer = words(chain.call(registry, question, BlockTag.LATEST));
    return answer.address(0);
  }

  private AbiWords words(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Returned(Bytes result) -> new AbiWords(canary, result);
      case CallOutcome.Reverted(var revert) ->
          throw new RetryableException(
              "Canary %s: a read reverted with %s; is deployment.json of this chain and version?"
                  .formatted(canary, revert.data()));
    };
  }
}
