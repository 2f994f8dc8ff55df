package org.sweetwater.oracle.hub;

import java.util.Optional;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.NotCountable;
import org.sweetwater.oracle.message.OtherMessage;
import org.sweetwater.oracle.message.ProposalForm;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/** What a message must be like for this deployment, whatever else was posted. */
final class MessageRules {
  /** Longest values, as in Snapshot's own schemas, in UTF-16 units. */
  private static final int TITLE_MAX = 256;

  private static final int DISCUSSION_MAX = 256;
  private static final int LABELS_MAX = 10;
  private static final int LABEL_MAX = 64;
  private static final int REASON_MAX = 5000;
  private static final int METADATA_MAX = 2000;
  private static final int APP_MAX = 24;

  /** A ballot ends at most 14 days after it opens; nobody signs much longer ahead. */
  private static final long END_AHEAD_MAX_SECONDS = 90 * 24 * 3600L;

  private final Deployment deployment;

  MessageRules(Deployment deployment) {
    this.deployment = deployment;
  }

  /** Only our space, only kinds that we keep. */
  Optional<Refusal> placeRefusal(SnapshotMessage message) {
    if (message instanceof OtherMessage) {
      return Optional.of(Refusals.kindNotTaken(message.kind().snapshotName()));
    }
    return message.space().equals(deployment.space())
        ? Optional.empty()
        : Optional.of(Refusals.unknownSpace(message.space(), deployment.space()));
  }

  Optional<Refusal> voteRefusal(VoteMessage vote, Address signer) {
    if (vote.metadata().length() > METADATA_MAX) {
      return Optional.of(
          Refusals.wrongFormat(
              "too large metadata", tooLong("metadata", METADATA_MAX, vote.metadata())));
    }
    if (vote.reason().length() > REASON_MAX || vote.app().length() > APP_MAX) {
      return Optional.of(
          Refusals.wrongFormat(
              "wrong vote format",
              "%s, %s"
                  .formatted(
                      tooLong("reason", REASON_MAX, vote.reason()),
                      tooLong("app", APP_MAX, vote.app()))));
    }
    return switch (VoteForm.of(vote, signer, deployment.space())) {
      case VoteForm.OnChain countable -> Optional.empty();
      case VoteForm.Refused(NotCountable reason, String detail)
          when reason == NotCountable.CHOICE_RANGE ->
          Optional.of(Refusal.invalidChoice(detail));
      case VoteForm.Refused(NotCountable reason, String detail) ->
          Optional.of(Refusal.of(reason, detail));
    };
  }

  /** The choice of a vote that {@link #voteRefusal} let pass. */
  int choiceOf(VoteMessage vote, Address signer) {
    return switch (VoteForm.of(vote, signer, deployment.space())) {
      case VoteForm.OnChain(BallotVote countable) -> countable.choice();
      case VoteForm.Refused refused ->
          throw new IllegalStateException("vote " + vote.id() + " was let pass: " + refused);
    };
  }

  Optional<Refusal> proposalRefusal(ProposalMessage proposal, Address signer, long now) {
    Optional<String> malformed = malformed(proposal, now);
    if (malformed.isPresent()) {
      return Optional.of(Refusals.wrongFormat("wrong proposal format", malformed.get()));
    }
    if (proposal.end() <= now) {
      return Optional.of(Refusals.endInThePast(proposal.end(), now));
    }
    return switch (ProposalForm.of(proposal, signer, deployment.space())) {
      case ProposalForm.OnChain countable -> Optional.empty();
      case ProposalForm.Refused(NotCountable reason, String detail) ->
          Optional.of(Refusal.of(reason, detail));
    };
  }

  private static Optional<String> malformed(ProposalMessage proposal, long now) {
    if (proposal.title().isBlank() || proposal.title().length() > TITLE_MAX) {
      return Optional.of("title: expected 1 to %d characters".formatted(TITLE_MAX));
    }
    if (proposal.discussion().length() > DISCUSSION_MAX || proposal.app().length() > APP_MAX) {
      return Optional.of(
          "%s, %s"
              .formatted(
                  tooLong("discussion", DISCUSSION_MAX, proposal.discussion()),
                  tooLong("app", APP_MAX, proposal.app())));
    }
    if (proposal.labels().size() > LABELS_MAX
        || proposal.labels().stream().anyMatch(label -> label.length() > LABEL_MAX)) {
      return Optional.of(
          "labels: expected at most %d of at most %d characters".formatted(LABELS_MAX, LABEL_MAX));
    }
    if (proposal.end() <= proposal.start() || proposal.end() > now + END_AHEAD_MAX_SECONDS) {
      return Optional.of(
          "end: expected after the start %d and at most 90 days from now, found %d"
              .formatted(proposal.start(), proposal.end()));
    }
    return Optional.empty();
  }

  /** The call in the body must be the one that plugins commits to, with the target's code now. */
  Optional<Refusal> commitmentRefusal(ProposalMessage proposal, Address signer, ChainFacts chain) {
    if (!(ProposalForm.of(proposal, signer, deployment.space())
        instanceof ProposalForm.OnChain form)) {
      throw new IllegalStateException("proposal " + proposal.id() + " was let pass");
    }
    Hash32 codeHash = chain.codeHash(form.call().target());
    if (form.commitsTo(deployment.chainId(), deployment.ballot(), codeHash)) {
      return Optional.empty();
    }
    Hash32 expected = form.call().action(deployment.chainId(), deployment.ballot(), codeHash);
    return Optional.of(
        Refusal.of(
            NotCountable.CALL_MISMATCH,
            "expected action %s on chain %d and ballot %s, found %s"
                .formatted(expected, deployment.chainId(), deployment.ballot(), form.action())));
  }

  private static String tooLong(String name, int most, String value) {
    return "%s: expected at most %d characters, found %d".formatted(name, most, value.length());
  }
}
