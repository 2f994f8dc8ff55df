package org.sweetwater.devnet.member;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.ballot.Terms;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.ProposalDraft;
import org.sweetwater.oracle.message.ProposalForm;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.TypedData;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;

/** A proposal that is ready to be signed by whoever may: what it does, and by which rules. */
final class ProposalPlan {
  /** Behind the newest block, so that a small reorganisation does not change who votes. */
  private static final long SNAPSHOT_DEPTH = 5;

  /**
   * How much longer than the track's window voting is: time to read and sign, and for somebody to
   * open the ballot.
   */
  private static final Duration MARGIN_LEAST = Duration.ofMinutes(2);

  private static final Duration MARGIN_MOST = Duration.ofHours(1);
  private static final long MARGIN_SHARE = 10;
  private static final int BPS = 10_000;

  private final MemberNetwork network;
  private final ProposalFile file;
  private final CommittedCall call;
  private final Hash32 action;
  private final Terms terms;
  private final Explanation explanation;
  private final MessageTime time;
  private final long snapshot;
  private final Instant end;

  private ProposalPlan(MemberNetwork network, ProposalFile file, Terms terms, Clock clock) {
    this.network = network;
    this.file = file;
    this.terms = terms;
    this.call =
        new CommittedCall(file.target(), file.data(), file.salt().orElseGet(ProposalPlan::random));
    Bytes code = network.chain().codeAt(file.target(), BlockTag.LATEST);
    this.action =
        call.action(network.deployment().chainId(), network.deployment().ballot(), code.keccak());
    Block newest = network.chain().latestBlock();
    this.time = MessageTime.of(clock.instant(), newest.timestamp());
    this.snapshot = file.snapshot().orElseGet(() -> snapshot(network, newest));
    this.end = file.end().orElseGet(() -> time.signed().plus(duration(terms)));
    this.explanation = describe();
  }

  /**
   * Reads a proposal's file and looks up what would become of it.
   *
   * @throws MemberException when the file is wrong, or no ballot may make its call
   */
  static ProposalPlan of(Path yaml, MemberNetwork network, Clock clock) {
    CallWords words = new CallWords(network.deployment());
    ProposalFile file = ProposalFile.read(yaml, words.encoder());
    Terms terms =
        network
            .courier()
            .termsOf(file.target(), file.data())
            .orElseThrow(
                () ->
                    new MemberException(
                        "%s: no ballot may make this call: %s; a constitutional ballot can list it (SnapshotBallot.setListing)"
                            .formatted(yaml, words.of(file.target(), file.data()))));
    ProposalPlan plan = new ProposalPlan(network, file, terms, clock);
    plan.requireTimes(yaml);
    return plan;
  }

  private static long snapshot(MemberNetwork network, Block newest) {
    return Math.max(network.deployment().startBlock(), newest.number() - SNAPSHOT_DEPTH);
  }

  private static Duration duration(Terms terms) {
    Duration window = Duration.ofSeconds(terms.window());
    Duration margin = window.dividedBy(MARGIN_SHARE);
    margin = margin.compareTo(MARGIN_LEAST) < 0 ? MARGIN_LEAST : margin;
    margin = margin.compareTo(MARGIN_MOST) > 0 ? MARGIN_MOST : margin;
    return window.plus(margin);
  }

  private static Hash32 random() {
    byte[] salt = new byte[Hash32.LENGTH];
    new SecureRandom().nextBytes(salt);
    return Hash32.of(salt);
  }

  private void requireTimes(Path yaml) {
    Instant earliest = time.signed().plusSeconds(terms.window());
    if (end.isBefore(earliest)) {
      throw new MemberException(
          "%s: end %s is too soon: this call needs %d s of voting; expected %s or later"
              .formatted(yaml, end, terms.window(), earliest));
    }
    long newest = network.chain().blockNumber();
    if (snapshot >= newest) {
      throw new MemberException(
          "%s: snapshot %d is not past: the newest block is %d".formatted(yaml, snapshot, newest));
    }
  }

  /** What would be signed, and what would follow. */
  Explanation explain() {
    return explanation;
  }

  private Explanation describe() {
    long total = network.courier().totalPowerAt(snapshot);
    long quorum = (total * terms.quorumBps() + BPS - 1) / BPS;
    List<Explanation.Fact> facts = new ArrayList<>();
    facts.add(new Explanation.Fact("Title", file.title()));
    facts.add(
        new Explanation.Fact(
            "Call", new CallWords(network.deployment()).of(file.target(), file.data())));
    facts.add(new Explanation.Fact("Track", trackName(terms.track())));
    facts.add(
        new Explanation.Fact(
            "Passes if",
            "%d of %d nodes take part (%s %%), at least %d voters, and %s"
                .formatted(
                    quorum,
                    total,
                    terms.quorumBps() / 100.0,
                    terms.votersMin(),
                    terms.twoThirds()
                        ? "For is at least twice Against"
                        : "more are For than Against")));
    facts.add(
        new Explanation.Fact(
            "Voting", "until %s, in block %d's electorate".formatted(end, snapshot)));
    facts.add(
        new Explanation.Fact(
            "Executes",
            "%d s after it is closed; it can be closed %d s after the end"
                .formatted(terms.delay(), terms.grace())));
    facts.add(new Explanation.Fact("Space", network.deployment().space()));
    facts.add(new Explanation.Fact("Action", action.hex()));
    return new Explanation("Propose", facts, time.warning().map(List::of).orElseGet(List::of));
  }

  private static String trackName(int track) {
    return switch (track) {
      case 1 -> "ordinary";
      case 2 -> "emergency";
      case 3 -> "constitutional";
      default -> "track " + track;
    };
  }

  /** Why an account cannot propose; empty when it can. */
  Optional<String> refusalOf(Address author) {
    return network.courier().powerAt(author, snapshot) > 0
        ? Optional.empty()
        : Optional.of(
            "%s cannot propose: it had no active node at the snapshot, block %d; propose with your operator account"
                .formatted(author.checksummed(), snapshot));
  }

  /**
   * The message for this author, in a form that is sure to open.
   *
   * @throws MemberException when its words keep it from opening
   */
  TypedData draftOf(Address author) {
    TypedData data =
        TypedData.of(
            new ProposalDraft(
                author,
                network.deployment().space(),
                file.title(),
                file.body(),
                file.discussion(),
                call,
                action,
                time.signed(),
                end,
                snapshot));
    ProposalForm form =
        ProposalForm.of((ProposalMessage) data.message(), author, network.deployment().space());
    if (form instanceof ProposalForm.Refused(var reason, String found)) {
      throw new MemberException(
          "this proposal could never open: %s (%s)"
              .formatted(reason.text(), PlainText.line(found, 200)));
    }
    return data;
  }
}
