package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** What a hub does about one vote, and what comes of it: power For on the chain, and a verdict. */
enum Lie {
  NONE(3, "COUNTED", election -> election.hub.show(election.vote)),

  // Nothing is counted that was not signed.
  FORGED_SIGNATURE(2, "SIGNATURE_INVALID", election -> show(election, Lie::forge)),
  ANOTHERS_SIGNATURE_IN_HIS_NAME(
      2,
      "ALIAS_SIGNER",
      election ->
          show(
              election,
              row -> {
                forge(row);
                message(row).put("address", liar().address().checksummed());
              })),
  DATE_CHANGED(
      2,
      "NOT_REBUILDABLE",
      election -> show(election, row -> row(row).put("created", row.created + 5))),
  CHOICE_CHANGED(
      2, "NOT_REBUILDABLE", election -> show(election, row -> row(row).put("choice", 2))),
  CHOICE_OF_ANOTHER_TYPE(
      2, "NOT_REBUILDABLE", election -> show(election, row -> row(row).putObject("choice"))),
  DATE_OF_ANOTHER_TYPE(
      2, "NOT_REBUILDABLE", election -> show(election, row -> row(row).put("created", "soon"))),
  ZERO_CHARACTER_IN_THE_REASON(
      2, "NOT_REBUILDABLE", election -> show(election, row -> row(row).put("reason", "\0"))),
  SIGNATURE_WITHHELD(
      2,
      "SIGNATURE_MISSING",
      election -> show(election, row -> row.message = JsonNodeFactory.instance.missingNode())),

  // What was signed and shown, in whatever way, is counted.
  WRONG_SIGNER_NAMED(
      3,
      "COUNTED",
      election ->
          show(election, row -> message(row).put("address", liar().address().checksummed()))),
  POWER_OF_ZERO_SHOWN(3, "COUNTED", election -> show(election, row -> row(row).put("vp", 0))),
  SHOWN_LATE(
      3,
      "COUNTED",
      election -> {
        election.rounds(8);
        election.hub.show(election.vote);
      }),
  SHOWN_AFTER_THE_END(
      3,
      "COUNTED",
      election -> {
        election.roundsUntilAfter(election.end());
        election.hub.show(election.vote);
      }),
  SHOWN_AFTER_THE_COUNTING(
      2,
      "TOO_LATE",
      election -> {
        election.roundsUntilAfter(election.countUntil());
        election.hub.show(election.vote);
      }),
  ROWS_DOUBLED_AND_REORDERED(
      3,
      "COUNTED",
      election -> {
        election.hub.show(election.vote);
        election.serve(election.http, Lie::doubleAndReverse);
      }),
  IDS_MADE_UP(
      3,
      "COUNTED",
      election -> {
        election.hub.show(election.vote);
        election.serve(election.http, Lie::addIds);
      }),
  VOTE_HIDDEN_AFTERWARDS(
      3,
      "COUNTED",
      election -> {
        election.hub.show(election.vote);
        election.rounds(1);
        election.hub.hide(election.vote.id());
      }),
  PROPOSAL_DELETED(
      3,
      "COUNTED",
      election -> {
        election.hub.show(election.vote);
        election.rounds(1);
        election.hub.delete(election.id());
      }),
  PROPOSAL_TEXT_CHANGED(
      3,
      "COUNTED",
      election -> {
        election.hub.show(election.vote);
        election.hub.show(election.proposal, row -> row(row).put("body", "Nothing to see."));
      }),
  FORGED_FIRST_AND_THEN_RIGHT(
      3,
      "COUNTED",
      election -> {
        show(election, Lie::forge);
        election.rounds(2);
        election.hub.show(election.vote);
      });

  private final long votesFor;
  private final String verdict;

  @SuppressWarnings("ImmutableEnumChecker") // every constant gets a lambda without state
  private final Consumer<LiedElection> play;

  Lie(long votesFor, String verdict, Consumer<LiedElection> play) {
    this.votesFor = votesFor;
    this.verdict = verdict;
    this.play = play;
  }

  long votesFor() {
    return votesFor;
  }

  String verdict() {
    return verdict;
  }

  void play(LiedElection election) {
    play.accept(election);
  }

  private static void show(LiedElection election, Consumer<FakeHub.Row> change) {
    election.hub.show(election.vote, change);
  }

  private static TestSigner liar() {
    return TestSigner.of(77);
  }

  private static void forge(FakeHub.Row row) {
    message(row).put("sig", liar().key().sign(row.id).hex());
  }

  private static ObjectNode row(FakeHub.Row row) {
    return (ObjectNode) row.row;
  }

  private static ObjectNode message(FakeHub.Row row) {
    return (ObjectNode) row.message;
  }

  private static void doubleAndReverse(String operation, ObjectNode data) {
    if (operation.equals("SignedVotes")) {
      for (JsonNode rows : data) {
        ArrayNode array = (ArrayNode) rows;
        for (int i = array.size() - 1; i >= 0; i--) {
          array.add(array.get(i).deepCopy());
        }
        array.remove(0);
      }
    }
  }

  private static void addIds(String operation, ObjectNode data) {
    if (operation.equals("Votes")) {
      ArrayNode rows = (ArrayNode) data.path("rows");
      long last = rows.isEmpty() ? 1 : rows.get(rows.size() - 1).path("created").asLong();
      for (byte i = 0; i < 100; i++) {
        rows.addObject().put("id", Hash32.keccak(new byte[] {i}).hex()).put("created", last);
      }
    }
  }
}
