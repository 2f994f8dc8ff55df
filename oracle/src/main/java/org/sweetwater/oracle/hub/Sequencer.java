package org.sweetwater.oracle.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.hub.Submission.Change;
import org.sweetwater.oracle.message.Cid;
import org.sweetwater.oracle.message.DeleteProposalMessage;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.NotCountable;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SignatureOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Takes or refuses posted messages, in the order of checks of Snapshot's sequencer. What asks the
 * chain comes after what does not; what depends on other messages is checked again under the
 * store's lock.
 */
final class Sequencer {
  /** Snapshot's window for the signed time. */
  private static final long AGE_MAX_SECONDS = 6 * 24 * 3600L;

  private static final long AHEAD_MAX_SECONDS = 300;

  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

  private final MessageRules rules;
  private final MessageStore messages;
  private final RefusalStore refusals;
  private final ChainFacts chain;
  private final VotingPower power;
  private final SigningKey relayer;
  private final Clock clock;
  private final Set<Hash32> inProgress = ConcurrentHashMap.newKeySet();

  Sequencer(
      MessageRules rules,
      MessageStore messages,
      RefusalStore refusals,
      Chain chain,
      SigningKey relayer,
      Clock clock) {
    this.rules = rules;
    this.messages = messages;
    this.refusals = refusals;
    this.chain = chain.facts();
    this.power = chain.power();
    this.relayer = relayer;
    this.clock = clock;
  }

  /** What the sequencer asks the chain. */
  record Chain(ChainFacts facts, VotingPower power) {}

  Address relayer() {
    return relayer.address();
  }

  /** Judges the body of a request; may wait for the chain and the database. */
  SubmitOutcome submit(byte[] body) {
    return switch (Envelope.parse(body)) {
      case EnvelopeOutcome.Refused refused -> new SubmitOutcome.Refused(Refusal.of(refused));
      case EnvelopeOutcome.Parsed(Envelope envelope) -> submitOnce(envelope);
    };
  }

  private SubmitOutcome submitOnce(Envelope envelope) {
    Hash32 id = envelope.message().id();
    if (!inProgress.add(id)) {
      return new SubmitOutcome.InProgress();
    }
    try {
      return submit(envelope);
    } catch (RetryableException e) {
      LOG.warn("message not judged: id={} reason={}", id, e.getMessage());
      return new SubmitOutcome.Unavailable(textOf(envelope.message()));
    } finally {
      inProgress.remove(id);
    }
  }

  /** Snapshot's words where it has them for a chain that does not answer. */
  private static String textOf(SnapshotMessage message) {
    return message instanceof VoteMessage
        ? "failed to check voting power"
        : "unable to fetch current block number";
  }

  private SubmitOutcome submit(Envelope envelope) {
    Instant now = clock.instant();
    Signed signed = signed(envelope);
    Judgement judgement =
        signed.refusal().<Judgement>map(Judgement.No::new).orElseGet(() -> judge(envelope, now));
    return switch (judgement) {
      case Judgement.No(Refusal refusal) -> refuse(envelope, refusal, signed.claimed(), now);
      case Judgement.Yes(Change change) -> {
        Bytes receipt = relayer.personalSign(envelope.signature());
        String ipfs = Cid.v1Raw(envelope.pinnedJson().getBytes(UTF_8));
        Submission submission = new Submission(envelope, change, ipfs, receipt, now);
        yield messages
            .store(submission)
            .map(refusal -> refuse(envelope, refusal, false, now))
            .orElseGet(() -> accepted(submission));
      }
    };
  }

  private SubmitOutcome accepted(Submission submission) {
    Envelope envelope = submission.envelope();
    LOG.info(
        "message taken: kind={} id={} from={}",
        envelope.message().kind().snapshotName(),
        envelope.message().id(),
        envelope.message().from());
    return new SubmitOutcome.Accepted(
        envelope.message().id(), submission.ipfs(), relayer.address(), submission.receipt());
  }

  private SubmitOutcome refuse(Envelope envelope, Refusal refusal, boolean claimed, Instant now) {
    if (!refusal.code().equals("DUPLICATE")) {
      refusals.record(envelope, refusal, claimed, now);
    }
    return new SubmitOutcome.Refused(refusal);
  }

  /** Whether the message may be judged, and whether its sender is proven. */
  private record Signed(Optional<Refusal> refusal, boolean claimed) {}

  private Signed signed(Envelope envelope) {
    Hash32 id = envelope.message().id();
    SignatureOutcome signature = Signatures.check(id, envelope.signature(), envelope.address());
    boolean byKey = signature instanceof SignatureOutcome.SignedByKey;
    Optional<Refusal> refusal = timeAndPlaceRefusal(envelope.message());
    if (refusal.isPresent() || envelope.isByAlias()) {
      boolean claimed = !byKey || envelope.isByAlias();
      return new Signed(refusal.or(() -> Optional.of(aliasRefusal(envelope))), claimed);
    }
    if (byKey) {
      return new Signed(Optional.empty(), false);
    }
    boolean accepted = isAcceptedByContract(envelope, signature);
    return accepted
        ? new Signed(Optional.empty(), false)
        : new Signed(Optional.of(signatureRefusal(envelope, signature)), true);
  }

  private Optional<Refusal> timeAndPlaceRefusal(SnapshotMessage message) {
    long now = clock.instant().getEpochSecond();
    long timestamp = message.timestamp();
    if (timestamp < now - AGE_MAX_SECONDS || timestamp > now + AHEAD_MAX_SECONDS) {
      return Optional.of(Refusals.wrongTimestamp(timestamp, now));
    }
    return rules.placeRefusal(message);
  }

  private static Refusal aliasRefusal(Envelope envelope) {
    return Refusal.of(
        NotCountable.ALIAS_SIGNER, envelope.address() + " signed for " + envelope.message().from());
  }

  private boolean isAcceptedByContract(Envelope envelope, SignatureOutcome signature) {
    return !(signature instanceof SignatureOutcome.Unreadable)
        && chain.acceptsSignature(
            envelope.address(),
            envelope.message().id(),
            Signatures.bytes(envelope.signature()).orElseThrow());
  }

  private static Refusal signatureRefusal(Envelope envelope, SignatureOutcome signature) {
    return Refusals.signatureInvalid(
        switch (signature) {
          case SignatureOutcome.SignedByOther(Address recovered) ->
              "expected a signature of %s, found one of %s, and no contract there accepts it"
                  .formatted(envelope.address(), recovered);
          case SignatureOutcome.Unreadable(String detail) -> detail;
          case SignatureOutcome.Opaque opaque ->
              "not an ECDSA signature, and no contract at %s accepts it"
                  .formatted(envelope.address());
          case SignatureOutcome.SignedByKey valid ->
              throw new IllegalStateException("refusing a valid signature: " + valid);
        });
  }

  /** What the message asks for, or why it may not. */
  sealed interface Judgement {
    /** It may. */
    record Yes(Change change) implements Judgement {}

    /** It may not. */
    record No(Refusal refusal) implements Judgement {}
  }

  private Judgement judge(Envelope envelope, Instant now) {
    Hash32 id = envelope.message().id();
    if (messages.has(id)) {
      return new Judgement.No(Refusals.duplicate(id));
    }
    return switch (envelope.message()) {
      case ProposalMessage proposal -> propose(proposal, envelope.address(), now);
      case VoteMessage vote -> vote(vote, envelope.address(), now);
      case DeleteProposalMessage deletion -> delete(deletion, envelope.address());
      default -> new Judgement.No(Refusals.kindNotTaken(envelope.message().kind().snapshotName()));
    };
  }

  private Judgement propose(ProposalMessage proposal, Address author, Instant now) {
    Optional<Refusal> refusal = rules.proposalRefusal(proposal, author, now.getEpochSecond());
    if (refusal.isPresent()) {
      return new Judgement.No(refusal.get());
    }
    long head = chain.blockNumber();
    if (proposal.snapshot() >= head) {
      return new Judgement.No(Refusals.snapshotNotPast(proposal.snapshot(), head));
    }
    Optional<Refusal> mismatch = rules.commitmentRefusal(proposal, author, chain);
    if (mismatch.isPresent()) {
      return new Judgement.No(mismatch.get());
    }
    if (power.at(author, proposal.snapshot()).signum() == 0) {
      return new Judgement.No(Refusals.authorHasNoPower(author, proposal.snapshot()));
    }
    return new Judgement.Yes(new Change.Propose(proposal, author));
  }

  private Judgement vote(VoteMessage vote, Address voter, Instant now) {
    Optional<Refusal> refusal = rules.voteRefusal(vote, voter);
    if (refusal.isPresent()) {
      return new Judgement.No(refusal.get());
    }
    Hash32 proposal = vote.proposalId().orElseThrow();
    Optional<ProposalTerms> terms = messages.findTerms(proposal);
    if (terms.isEmpty()) {
      return new Judgement.No(Refusals.unknownProposal(proposal.hex()));
    }
    if (!terms.get().isOpen(vote.timestamp(), now.getEpochSecond())) {
      return new Judgement.No(
          Refusals.outsideWindow(vote.timestamp(), now.getEpochSecond(), terms.get()));
    }
    BigInteger votes = power.at(voter, terms.get().snapshot());
    if (votes.signum() == 0) {
      return new Judgement.No(Refusals.noPower(voter, terms.get().snapshot()));
    }
    return new Judgement.Yes(
        new Change.Vote(vote, proposal, voter, rules.choiceOf(vote, voter), votes));
  }

  private static Judgement delete(DeleteProposalMessage deletion, Address sender) {
    return deletion
        .proposalId()
        .<Judgement>map(id -> new Judgement.Yes(new Change.Delete(deletion, id, sender)))
        .orElseGet(() -> new Judgement.No(Refusals.unknownProposal(deletion.proposal())));
  }
}
