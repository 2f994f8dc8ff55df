package org.sweetwater.oracle.recount;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * What a ballot is counted by, from the proposal that its author signed and the track's values when
 * it opened; the contract's own words about it are compared with these.
 */
final class Opening {
  private static final long WHOLE_BPS = 10_000;

  private final ChainRecord chain;
  private final List<ArchivedMessage> proposals;
  private final Consumer<String> disagreement;
  private final BallotEvent.Opened opened;
  private BallotEvent.TrackSet track = new BallotEvent.TrackSet(0, 0, 0, 0, false);
  private Optional<BallotEvent.Committed> committed = Optional.empty();

  private Opening(
      BallotEvent.Opened opened,
      ChainRecord chain,
      List<ArchivedMessage> proposals,
      Consumer<String> disagreement) {
    this.opened = opened;
    this.chain = chain;
    this.proposals = proposals;
    this.disagreement = disagreement;
  }

  /** Finds a ballot's opening; empty when the chain has none. */
  static Optional<Opening> find(
      Hash32 ballot,
      ChainRecord chain,
      List<ArchivedMessage> proposals,
      Consumer<String> disagreement) {
    Optional<Opening> found =
        events(chain)
            .filter(BallotEvent.Opened.class::isInstance)
            .map(BallotEvent.Opened.class::cast)
            .filter(event -> event.id().equals(ballot))
            .findFirst()
            .map(event -> new Opening(event, chain, proposals, disagreement));
    found.ifPresent(Opening::readTrackAndCall);
    return found;
  }

  private static Stream<BallotEvent> events(ChainRecord chain) {
    return chain.ballot().stream().map(BallotEvent::of).flatMap(Optional::stream);
  }

  /** The last values that the track got before the ballot opened; the call right after it. */
  private void readTrackAndCall() {
    boolean isOpen = false;
    for (LogEntry log : chain.ballot()) {
      Optional<BallotEvent> event = BallotEvent.of(log);
      if (event.isEmpty()) {
        continue;
      }
      if (event.get().equals(opened)) {
        isOpen = true;
      } else if (!isOpen
          && event.get() instanceof BallotEvent.TrackSet values
          && values.track() == opened.track()) {
        track = values;
      } else if (event.get() instanceof BallotEvent.Committed call
          && call.id().equals(opened.id())) {
        committed = Optional.of(call);
      }
    }
  }

  /** The electorate at the snapshot that the author signed. */
  Electorate electorate() {
    return Electorate.at(signed("snapshot", opened.snapshot()), chain.registry());
  }

  /** The terms, after a comparison with what the contract says. */
  Terms terms(Electorate electorate) {
    checkProposal();
    Terms terms =
        new Terms(
            signed("start", opened.start()),
            signed("end", opened.end()),
            track.grace(),
            track.quorumBps(),
            track.votersMin(),
            track.twoThirds());
    long quorum = -Math.floorDiv(-electorate.total() * terms.quorumBps(), WHOLE_BPS);
    compare("snapshot", signed("snapshot", opened.snapshot()), opened.snapshot());
    compare("start", terms.start(), opened.start());
    compare("end", terms.end(), opened.end());
    compare("first end of counting", terms.end() + terms.grace(), opened.countUntil());
    compare("quorum", quorum, opened.quorum());
    compare("least number of voters", terms.votersMin(), opened.votersMin());
    compare("two thirds", terms.twoThirds() ? 1 : 0, opened.twoThirds() ? 1 : 0);
    return terms;
  }

  private long signed(String name, long otherwise) {
    return proposal().map(message -> message.number(name)).orElse(otherwise);
  }

  private Optional<ArchivedMessage> proposal() {
    return proposals.stream()
        .filter(message -> TypedData.proposalId(message).equals(opened.id()))
        .findFirst();
  }

  private void checkProposal() {
    if (proposal().isEmpty()) {
      disagreement.accept(
          "the archive has no proposal with the digest %s; its terms are the contract's"
              .formatted(opened.id()));
      return;
    }
    ArchivedMessage message = proposal().get();
    if (!message.text("space").equals(chain.deployment().space())) {
      disagreement.accept("the proposal is signed for space " + message.text("space"));
    }
    boolean isSigned =
        proposals.stream()
            .map(row -> KeySignature.signer(opened.id(), row.signature()))
            .anyMatch(signer -> signer.filter(opened.author()::equals).isPresent());
    if (!isSigned && !chain.isContract(opened.author())) {
      disagreement.accept("the archive has no signature of the author " + opened.author());
    }
    checkCall(message);
  }

  private void checkCall(ArchivedMessage message) {
    if (committed.isEmpty()) {
      disagreement.accept("the chain names no committed call");
      return;
    }
    Hash32 action = actionOf(committed.get());
    String plugins = "{\"sweetwater\":{\"action\":\"" + action.hex() + "\"}}";
    if (!action.equals(committed.get().action()) || !message.text("plugins").equals(plugins)) {
      disagreement.accept(
          "the committed call hashes to %s, the contract says %s, the author signed %s"
              .formatted(action, committed.get().action(), message.text("plugins")));
    }
  }

  /** The hash that the author signs: chain, ballot contract, target, code, data, salt. */
  private Hash32 actionOf(BallotEvent.Committed call) {
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    words.writeBytes(
        Hash32.keccak(
                "SweetwaterAction(uint256 chainId,address ballot,address target,bytes32 codeHash,bytes32 dataHash,bytes32 salt)"
                    .getBytes(US_ASCII))
            .bytes());
    words.writeBytes(Hash32.fromUnsigned(BigInteger.valueOf(chain.deployment().chainId())).bytes());
    words.writeBytes(chain.deployment().ballot().toWord().bytes());
    words.writeBytes(call.target().toWord().bytes());
    words.writeBytes(call.codeHash().bytes());
    words.writeBytes(call.data().keccak().bytes());
    words.writeBytes(call.salt().bytes());
    return Hash32.keccak(words.toByteArray());
  }

  private void compare(String what, long recounted, long contract) {
    if (recounted != contract) {
      disagreement.accept(
          "%s: recounted %d, the contract says %d".formatted(what, recounted, contract));
    }
  }
}
