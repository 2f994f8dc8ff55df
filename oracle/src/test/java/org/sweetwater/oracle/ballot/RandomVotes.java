package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Votes on one ballot as people and liars cast them: most are sound, some break one rule or
 * several.
 */
final class RandomVotes {
  private static final int OUTSIDERS = 3;
  private static final String CURRENT_TAIL = ",string reason,string app,string metadata";

  private final Random random;
  private final Hash32 ballot;
  private final long start;
  private final long end;
  private final long now;

  RandomVotes(Random random, Hash32 ballot, long start, long end, long now) {
    this.random = random;
    this.ballot = ballot;
    this.start = start;
    this.end = end;
    this.now = now;
  }

  /** One to three votes of most operators, and some of people without a node. */
  List<Cast> cast() {
    List<Cast> casts = new ArrayList<>();
    int against = List.of(10, 30, 40, 45, 50, 50, 55, 60, 80).get(random.nextInt(9));
    for (int voter = 1; voter <= Ground.OPERATORS + OUTSIDERS; voter++) {
      if (random.nextInt(10) < 7) {
        castOf(TestSigner.of(voter), against, casts);
      }
    }
    return casts;
  }

  /**
   * As many nodes For as Against, one vote of each of some operators with one node, whatever else
   * abstains: all of them sound.
   */
  List<Cast> tied() {
    List<Cast> casts = new ArrayList<>();
    int pairs = 1 + random.nextInt((Ground.OPERATORS - Ground.LARGE_OPERATORS) / 2);
    for (int i = 0; i < 2 * pairs; i++) {
      casts.add(plain(Ground.LARGE_OPERATORS + 1 + i, 1 + i % 2));
    }
    for (int operator = 1; operator <= Ground.LARGE_OPERATORS; operator++) {
      if (random.nextBoolean()) {
        casts.add(plain(operator, 3));
      }
    }
    return casts;
  }

  private Cast plain(int voter, int choice) {
    return Cast.of(Signed.vote(TestSigner.of(voter), ballot, choice, now));
  }

  private void castOf(TestSigner voter, int against, List<Cast> casts) {
    long date = date();
    for (int i = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1; i > 0; i--) {
      casts.add(vote(voter, date, against));
      // A second vote at the same time is decided by its id.
      date = random.nextBoolean() ? date : date();
    }
  }

  private long date() {
    return switch (random.nextInt(40)) {
      case 0 -> start;
      case 1 -> end;
      case 2 -> end + 1 + random.nextInt(100);
      case 3 -> start - 1 - random.nextInt(100);
      case 4 -> now + 295 + random.nextInt(30);
      default -> now + random.nextLong(end - now + 1);
    };
  }

  private Cast vote(TestSigner voter, long date, int against) {
    int choice = random.nextInt(100) < against ? 2 : random.nextInt(6) == 0 ? 3 : 1;
    ObjectNode message = voter.vote(ballot, choice, date);
    message.put("reason", "because " + random.nextInt());
    boolean fromIsAddress = random.nextInt(3) == 0;
    String types =
        "Vote(%s from,string space,uint64 timestamp,%s proposal,uint32 choice%s)"
            .formatted(
                fromIsAddress ? "address" : "string",
                random.nextInt(3) == 0 ? "bytes32" : "string",
                CURRENT_TAIL);
    return switch (random.nextInt(60)) {
      case 0 -> Cast.of(sign(voter, types, message.put("space", "other.eth"), false));
      case 1 -> Cast.of(sign(voter, types, message.put("proposal", other()), false));
      case 2 ->
          Cast.of(
              sign(
                  voter,
                  types,
                  message.put("choice", List.of(0, 4, 255).get(random.nextInt(3))),
                  false));
      case 3 -> Cast.of(sign(voter, types, message, true));
      case 4 ->
          Cast.of(
              sign(
                  voter,
                  types
                      .replace(CURRENT_TAIL, ",string metadata")
                      .replace("string from", "address from"),
                  message,
                  false));
      case 5 ->
          Cast.of(
              sign(
                  voter,
                  types.replace("uint32 choice", "string choice"),
                  message.put("choice", String.valueOf(choice)),
                  false));
      case 6 ->
          Cast.of(
              sign(
                  voter,
                  types,
                  message.put(
                      "proposal", "0x" + ballot.hex().substring(2).toUpperCase(Locale.ROOT)),
                  false));
      default -> withSomeSignature(sign(voter, types, message, false));
    };
  }

  private String other() {
    return Hash32.keccak(ballot.bytes()).hex();
  }

  private Cast withSomeSignature(Signed signed) {
    Cast cast = Cast.of(signed);
    Bytes own = cast.signature();
    return switch (random.nextInt(40)) {
      case 0 -> new Cast(signed, TestSigner.of(77).key().sign(signed.id()));
      case 1 -> new Cast(signed, Bytes.of(new byte[random.nextInt(70)]));
      case 2 -> new Cast(signed, TestSigner.of(78).key().sign(Hash32.ZERO));
      case 3, 4 -> new Cast(signed, Cast.withSmallV(own));
      case 5, 6 -> new Cast(signed, Cast.withHighS(own));
      case 7, 8 -> new Cast(signed, Cast.compact(own));
      default -> cast;
    };
  }

  private Signed sign(TestSigner signer, String types, ObjectNode message, boolean withChainId) {
    byte[] post =
        TestSigner.bytes(
            signer.envelope(
                types,
                message,
                domain -> {
                  if (withChainId) {
                    domain.put("chainId", 31_337);
                  }
                }));
    return switch (Envelope.parse(post)) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> new Signed(message, envelope);
      case EnvelopeOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }
}
