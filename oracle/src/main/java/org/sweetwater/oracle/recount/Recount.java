package org.sweetwater.oracle.recount;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Counts a ballot once more: every vote that the chain took is looked up in the archive, hashed and
 * verified anew, and brought again in the chain's order; and all votes of the archive are counted
 * as if each had come in time.
 */
public final class Recount {
  private final ChainRecord chain;
  private final Map<Hash32, Paper> papers = new HashMap<>();
  private final List<String> disagreements = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Electorate electorate;
  private final Terms terms;
  private final Count count;
  private boolean isClosed;

  private Recount(Hash32 ballot, MessageArchive archive, ChainRecord chain) {
    this.chain = chain;
    Opening opening =
        Opening.find(ballot, chain, archive.proposals(), disagreements::add)
            .orElseThrow(
                () ->
                    new FatalException(
                        "recount: no ballot %s was opened by %s on chain %d; correct the id, or the deployment"
                            .formatted(
                                ballot,
                                chain.deployment().ballot(),
                                chain.deployment().chainId())));
    this.electorate = opening.electorate();
    this.terms = opening.terms(electorate);
    this.count = new Count(terms, electorate);
    new PaperReader(ballot, chain.deployment().space(), terms, electorate)
        .readAll(archive.votes())
        .forEach(this::take);
  }

  private void take(Paper paper) {
    papers.put(paper.id(), paper);
    if (paper.flaws().contains(Flaw.ID)) {
      disagreements.add(
          "archive: a vote of %s has the digest %s, which is not the id that it is stored under: the archive was changed"
              .formatted(paper.voter(), paper.id()));
    }
  }

  /**
   * Recounts a ballot.
   *
   * @throws FatalException when the chain has no such ballot
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public static Report of(Hash32 ballot, MessageArchive archive, ChainRecord chain) {
    Recount recount = new Recount(ballot, archive, chain);
    recount.replay(ballot);
    Result archived = recount.countArchive();
    return new Report(
        ballot,
        recount.count.result(),
        archived,
        recount.count.countUntil(),
        recount.count.extensions(),
        recount.isClosed,
        recount.disagreements,
        recount.notes);
  }

  /** Votes of one call come together; a transaction may hold several calls. */
  private void replay(Hash32 ballot) {
    List<BallotEvent.Counted> call = new ArrayList<>();
    Optional<LogEntry> last = Optional.empty();
    for (LogEntry log : chain.ballot()) {
      boolean isOtherTransaction =
          last.filter(before -> before.transactionHash().equals(log.transactionHash())).isEmpty();
      if (isOtherTransaction && last.isPresent()) {
        bring(call, last.get(), Optional.empty());
      }
      last = Optional.of(log);
      switch (BallotEvent.of(log).orElse(null)) {
        case BallotEvent.Counted counted when counted.id().equals(ballot) -> call.add(counted);
        case BallotEvent.Extended extended when extended.id().equals(ballot) ->
            bring(call, log, Optional.of(extended));
        case BallotEvent.Closed closed when closed.id().equals(ballot) -> close(closed, log);
        case null, default -> {}
      }
    }
    last.ifPresent(log -> bring(call, log, Optional.empty()));
  }

  private void bring(
      List<BallotEvent.Counted> call, LogEntry log, Optional<BallotEvent.Extended> extended) {
    if (call.isEmpty()) {
      return;
    }
    List<Paper> brought = call.stream().map(this::paperOf).toList();
    call.clear();
    int before = count.extensions();
    List<Paper> counted = count.bring(chain.timeOf(log.block().number()), brought);
    brought.stream()
        .filter(paper -> !counted.contains(paper))
        .forEach(
            paper ->
                disagreements.add(
                    "vote %s of %s was counted, but does not count: %s"
                        .formatted(paper.id(), paper.voter(), reason(paper))));
    boolean isExtended = count.extensions() > before;
    boolean isSame =
        extended.isPresent() == isExtended
            && extended.map(event -> event.countUntil() == count.countUntil()).orElse(true);
    if (!isSame) {
      disagreements.add(
          "block %d: recounted %d extensions until %d, the contract says %s"
              .formatted(
                  log.block().number(),
                  count.extensions(),
                  count.countUntil(),
                  extended.map(event -> "until " + event.countUntil()).orElse("none")));
    }
  }

  private static String reason(Paper paper) {
    return paper.isSound()
        ? "it is dated ahead, comes after the counting, or a later vote stands"
        : "flaws " + paper.flaws();
  }

  /** The archived vote behind one that was counted, compared with what the contract says of it. */
  private Paper paperOf(BallotEvent.Counted counted) {
    Paper said =
        new Paper(
            counted.voteId(), counted.voter(), counted.choice(), counted.timestamp(), Set.of());
    if (counted.power() != electorate.power(counted.voter())) {
      disagreements.add(
          "vote %s: recounted power %d, the contract says %d"
              .formatted(counted.voteId(), electorate.power(counted.voter()), counted.power()));
    }
    Paper archived = papers.get(counted.voteId());
    if (archived == null) {
      notes.add(
          "vote %s of %s is not in this archive: somebody else brought it; its signature is the contract's word"
              .formatted(counted.voteId(), counted.voter()));
      return said;
    }
    if (!said.equals(archived.without(Flaw.SIGNATURE)) && archived.isSound()) {
      disagreements.add("vote: archived %s, the contract says %s".formatted(archived, said));
    }
    if (archived.flaws().contains(Flaw.SIGNATURE) && chain.isContract(archived.voter())) {
      notes.add(
          "vote %s of wallet %s was accepted by that contract (ERC-1271), which nobody can repeat later"
              .formatted(archived.id(), archived.voter()));
      return archived.without(Flaw.SIGNATURE);
    }
    return archived;
  }

  private void close(BallotEvent.Closed closed, LogEntry log) {
    isClosed = true;
    if (!closed.result().equals(count.result())) {
      disagreements.add(
          "result: recounted \"%s\", the contract says \"%s\""
              .formatted(count.result(), closed.result()));
    }
    if (chain.timeOf(log.block().number()) <= count.countUntil()) {
      disagreements.add(
          "closed in block %d, before the end of counting".formatted(log.block().number()));
    }
  }

  /** The result if every sound vote had been brought; says which were not. */
  private Result countArchive() {
    Count whole = new Count(terms, electorate);
    List<Paper> sound =
        papers.values().stream().filter(Paper::isSound).sorted(Paper.ORDER).toList();
    whole.bring(terms.end(), sound);
    sound.stream()
        .filter(paper -> whole.standingOf(paper.voter()).filter(paper::equals).isPresent())
        .filter(paper -> isMissing(paper))
        .sorted(Comparator.comparing(Paper::id))
        .forEach(
            paper ->
                notes.add(
                    "vote %s of %s is sound, but was not brought in time"
                        .formatted(paper.id(), paper.voter())));
    return whole.result();
  }

  private boolean isMissing(Paper paper) {
    return count
        .standingOf(paper.voter())
        .map(standing -> Paper.ORDER.compare(standing, paper) < 0)
        .orElse(true);
  }
}
