package org.sweetwater.oracle.cradle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.contracts.Cradle;
import org.web3j.abi.EventEncoder;

/** Reads Cradle at the newest block. */
public final class CradleContract {
  private static final Hash32 SUBMITTED =
      Hash32.parse(EventEncoder.encode(Cradle.EXPERIMENTSUBMITTED_EVENT));

  private static final Hash32 APPROVED =
      Hash32.parse(EventEncoder.encode(Cradle.EXPERIMENTAPPROVED_EVENT));

  private final ChainClient chain;
  private final Address cradle;

  /** The Cradle of a deployment. */
  public CradleContract(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.cradle = deployment.cradle();
  }

  /**
   * Who attests.
   *
   * @param required how many of them must agree
   */
  public record Attestors(long version, List<Address> accounts, int required) {
    /** Copies the list. */
    public Attestors {
      accounts = List.copyOf(accounts);
    }
  }

  /** The number of the newest block. */
  long blockNumber() {
    return chain.blockNumber();
  }

  /** An experiment; empty when the contract does not know it. */
  public Optional<ExperimentState> find(Hash32 id) {
    return Optional.of(all(List.of(id)).getFirst())
        .filter(state -> state.status() != ExperimentState.Status.UNKNOWN);
  }

  /** The states of experiments, in order. */
  List<ExperimentState> all(List<Hash32> ids) {
    List<CallOutcome> outcomes =
        chain.callAll(cradle, ids.stream().map(CradleCalls::experiment).toList(), BlockTag.LATEST);
    List<ExperimentState> states = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      states.add(ExperimentState.of(ids.get(i), words(outcomes.get(i))));
    }
    return states;
  }

  /** The attestors in office. */
  public Attestors attestors() {
    AbiWords words = words(chain.call(cradle, CradleCalls.attestors(), BlockTag.LATEST));
    AbiWords list = words.at(1);
    List<Address> accounts = new ArrayList<>();
    for (int i = 1; i <= list.number(0); i++) {
      accounts.add(list.address(i));
    }
    return new Attestors(words.number(0), accounts, (int) words.number(2));
  }

  /** How often a change was tried. */
  public long attemptsOf(Hash32 changeHash) {
    return words(chain.call(cradle, CradleCalls.attemptsOf(changeHash), BlockTag.LATEST)).number(0);
  }

  /** The experiments that were submitted in a range of blocks. */
  List<Hash32> submittedIn(long fromBlock, long toBlock) {
    return submitted(chain.logs(fromBlock, toBlock, List.of(cradle))).toList();
  }

  /** The experiment that a transaction submitted, by its logs. */
  public static Optional<Hash32> submittedBy(List<LogEntry> logs) {
    return submitted(logs).findFirst();
  }

  /** The experiments that ballots approved, by Cradle's logs. */
  public static List<Hash32> approved(List<LogEntry> logs) {
    return about(APPROVED, logs).toList();
  }

  private static Stream<Hash32> submitted(List<LogEntry> logs) {
    return about(SUBMITTED, logs);
  }

  private static Stream<Hash32> about(Hash32 event, List<LogEntry> logs) {
    return logs.stream()
        .filter(log -> !log.topics().isEmpty() && log.topics().getFirst().equals(event))
        .map(log -> log.topics().get(1));
  }

  private AbiWords words(CallOutcome outcome) {
    return switch (outcome) {
      case CallOutcome.Returned(Bytes result) -> new AbiWords(cradle, result);
      case CallOutcome.Reverted(var revert) ->
          throw new RetryableException(
              "Cradle %s: a read reverted with %s; is deployment.json of this chain and version?"
                  .formatted(cradle, revert.data()));
    };
  }
}
