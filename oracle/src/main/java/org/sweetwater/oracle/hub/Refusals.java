package org.sweetwater.oracle.hub;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** The hub's own reasons, with the words of Snapshot's sequencer where it has them. */
final class Refusals {
  private Refusals() {}

  static Refusal wrongTimestamp(long timestamp, long now) {
    return new Refusal(
        "WRONG_TIMESTAMP",
        "wrong timestamp",
        "signed at %d, now %d: expected at most 6 days old and 300 s ahead"
            .formatted(timestamp, now));
  }

  static Refusal unknownSpace(String space, String expected) {
    return new Refusal(
        "UNKNOWN_SPACE",
        "unknown space",
        "this hub serves %s only, found %s".formatted(expected, shown(space)));
  }

  static Refusal kindNotTaken(String kind) {
    return new Refusal(
        "KIND_NOT_TAKEN",
        "this hub takes proposals, votes and their deletion, not " + kind,
        "kind " + kind);
  }

  static Refusal signatureInvalid(String detail) {
    return new Refusal("SIGNATURE_INVALID", "signature validation failed", detail);
  }

  static Refusal duplicate(Hash32 id) {
    return new Refusal("DUPLICATE", "duplicate message", "message " + id + " was taken before");
  }

  static Refusal unknownProposal(String proposal) {
    return new Refusal(
        "UNKNOWN_PROPOSAL",
        "unknown proposal",
        "proposal %s was not posted here, or was deleted by its author".formatted(shown(proposal)));
  }

  static Refusal outsideWindow(long timestamp, long now, ProposalTerms terms) {
    return new Refusal(
        "OUTSIDE_WINDOW",
        "not in voting window",
        "signed at %d, now %d, voting from %d to %d"
            .formatted(timestamp, now, terms.opens(), terms.closes()));
  }

  static Refusal noPower(Address voter, long snapshot) {
    return new Refusal(
        "NO_POWER",
        "no voting power",
        "%s had no active node at block %d".formatted(voter, snapshot));
  }

  static Refusal tooManyProposals(Address author, int most) {
    return new Refusal(
        "PROPOSAL_LIMIT",
        "proposal limit reached",
        "%s posted %d proposals within a day; post it tomorrow".formatted(author, most));
  }

  static Refusal tooManyChanges(int most) {
    return new Refusal(
        "CHANGE_LIMIT",
        "vote changed too often",
        "%d changes of one vote are taken here; bring it to the ballot contract directly"
            .formatted(most));
  }

  static Refusal notTheAuthor(Address author, Address sender) {
    return new Refusal(
        "NOT_THE_AUTHOR",
        "not authorized to archive proposal",
        "the author is %s, the message is from %s".formatted(author, sender));
  }

  static Refusal wrongFormat(String text, String detail) {
    return new Refusal("WRONG_FORMAT", text, detail);
  }

  static Refusal endInThePast(long end, long now) {
    return new Refusal(
        "END_IN_THE_PAST",
        "proposal end date must be in the future",
        "end %d, now %d".formatted(end, now));
  }

  static Refusal snapshotNotPast(long snapshot, long head) {
    return new Refusal(
        "SNAPSHOT_NOT_PAST",
        "proposal snapshot must be in past",
        "snapshot block %d, newest block %d: use an earlier one".formatted(snapshot, head));
  }

  static Refusal authorHasNoPower(Address author, long snapshot) {
    return new Refusal(
        "AUTHOR_HAS_NO_NODE",
        "validation failed",
        "the author %s had no active node at the snapshot block %d; propose with an operator's account"
            .formatted(author, snapshot));
  }

  private static String shown(String text) {
    return '"' + (text.length() <= 100 ? text : text.substring(0, 100) + "…") + '"';
  }
}
