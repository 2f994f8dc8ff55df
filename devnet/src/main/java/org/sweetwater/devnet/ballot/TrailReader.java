package org.sweetwater.devnet.ballot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.LogEntry;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.RpcErrorException;

/** Reads a ballot's logs from a node, beginning at its snapshot: it cannot have opened before. */
final class TrailReader {
  /** Besu answers for at most 5,001 blocks unless it is told otherwise. */
  private static final long BLOCKS_MAX = 5_000;

  private final ChainClient chain;
  private final Deployment deployment;
  private final EventDecoder decoder;

  TrailReader(ChainClient chain, Deployment deployment) {
    this.chain = chain;
    this.deployment = deployment;
    this.decoder =
        new EventDecoder(
            deployment.registry(), deployment.ballot(), deployment.cradle(), deployment.canary());
  }

  Trail read(BallotFacts ballot) {
    List<Act> acts = new ArrayList<>();
    List<CountedVote> votes = new ArrayList<>();
    for (LogEntry log : logs(ballot)) {
      if (!(decoder.decode(log) instanceof BallotEvent event)) {
        continue;
      }
      switch (event) {
        case BallotEvent.VoteCounted counted -> votes.add(vote(counted, log));
        case BallotEvent.BallotOpened ignored -> acts.add(act(Act.Kind.OPENED, log));
        case BallotEvent.CountExtended ignored -> acts.add(act(Act.Kind.EXTENDED, log));
        case BallotEvent.BallotClosed ignored -> acts.add(act(Act.Kind.CLOSED, log));
        case BallotEvent.BallotExecuted ignored -> acts.add(act(Act.Kind.EXECUTED, log));
        case BallotEvent.BallotVetoed ignored -> acts.add(act(Act.Kind.VETOED, log));
        case BallotEvent.CallCommitted ignored -> {} // in the same transaction as the opening
        case BallotEvent.TrackSet ignored -> {} // of no ballot
        case BallotEvent.ListingSet ignored -> {} // of no ballot
      }
    }
    return new Trail(acts, votes);
  }

  private static CountedVote vote(BallotEvent.VoteCounted counted, LogEntry log) {
    return new CountedVote(
        counted.voteId(),
        counted.voter(),
        counted.choice(),
        counted.power(),
        counted.timestamp(),
        Place.of(log));
  }

  private Act act(Act.Kind kind, LogEntry log) {
    Receipt receipt =
        found(chain.receipt(log.transactionHash()), "transaction " + log.transactionHash());
    Block block = found(chain.blockByHash(log.block().hash()), "block " + log.block().hash());
    return new Act(kind, Place.of(log), receipt.from(), block.timestamp());
  }

  private static <T> T found(Optional<T> what, String name) {
    return what.orElseThrow(
        () ->
            new RetryableException(
                "the node shows a log of %s and not the %s itself: a reorganisation? ask again"
                    .formatted(name, name.split(" ", 2)[0])));
  }

  private List<LogEntry> logs(BallotFacts ballot) {
    List<LogEntry> logs = new ArrayList<>();
    long head = chain.blockNumber();
    long step = BLOCKS_MAX;
    for (long from = ballot.snapshot(); from <= head; from += step) {
      step = Math.min(step, head - from + 1);
      while (!tryAdd(logs, from, from + step - 1, ballot.id())) {
        step = Math.max(1, step / 2);
      }
    }
    return logs;
  }

  /** False when the node wants to be asked for fewer blocks. */
  private boolean tryAdd(List<LogEntry> logs, long from, long to, Hash32 id) {
    try {
      logs.addAll(chain.logsAbout(from, to, deployment.ballot(), id));
      return true;
    } catch (RpcErrorException error) {
      if (error.isRangeLimit() && to > from) {
        return false;
      }
      throw error;
    }
  }
}
