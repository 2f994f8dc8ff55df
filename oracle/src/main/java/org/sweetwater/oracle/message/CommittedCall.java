package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * The call that a proposal commits to. It stands in the signed body, so that it also travels
 * through public Snapshot:
 *
 * <pre>
 * ```sweetwater-call
 * {"target":"0x…EIP-55","data":"0x…lower case","salt":"0x…64 lower-case digits"}
 * ```
 * </pre>
 *
 * <p>{@code plugins} holds only its hash, the action.
 */
public record CommittedCall(Address target, Bytes data, Hash32 salt) {
  /** Longest call data in bytes; a body has at most 100,000 characters anyway. */
  public static final int DATA_BYTES_MAX = 40_000;

  /**
   * keccak256("SweetwaterAction(uint256 chainId,address ballot,address target,bytes32
   * codeHash,bytes32 dataHash,bytes32 salt)").
   */
  public static final Hash32 ACTION_TYPEHASH =
      Hash32.of(
          Keccak.hash(
              ("SweetwaterAction(uint256 chainId,address ballot,address target,bytes32 codeHash,"
                      + "bytes32 dataHash,bytes32 salt)")
                  .getBytes(UTF_8)));

  private static final String FENCE = "```";
  private static final String OPENING = FENCE + "sweetwater-call";
  private static final Pattern CALL =
      Pattern.compile(
          "\\{\"target\":\"(0x[0-9a-fA-F]{40})\",\"data\":\"(0x[0-9a-f]*)\","
              + "\"salt\":\"(0x[0-9a-f]{64})\"}");
  private static final Pattern PLUGINS =
      Pattern.compile("\\{\"sweetwater\":\\{\"action\":\"(0x[0-9a-f]{64})\"}}");

  /** Checks the length of the data. */
  public CommittedCall {
    if (data.size() > DATA_BYTES_MAX) {
      throw new IllegalArgumentException(
          "call data: expected at most %d bytes, found %d".formatted(DATA_BYTES_MAX, data.size()));
    }
  }

  /** What was found in a body. */
  public sealed interface Outcome {
    /** Exactly one call. */
    record Found(CommittedCall call) implements Outcome {}

    /** No block at all. */
    record Missing(String detail) implements Outcome {}

    /** A block, but not exactly one in exactly this form. */
    record Malformed(String detail) implements Outcome {}
  }

  /** Finds the call in a proposal's body; even a mere mention of the fence counts as a block. */
  public static Outcome find(String body) {
    List<String> lines = body.lines().toList();
    List<Integer> openings = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(OPENING)) {
        openings.add(i);
      }
    }
    if (openings.isEmpty()) {
      return new Outcome.Missing(
          "body: expected one block opened by a line " + OPENING + ", found none");
    }
    if (openings.size() > 1) {
      return new Outcome.Malformed(
          "body: expected one " + OPENING + " block, found " + openings.size());
    }
    return block(lines, openings.getFirst());
  }

  private static Outcome block(List<String> lines, int opening) {
    boolean whole =
        lines.get(opening).equals(OPENING)
            && opening + 2 < lines.size()
            && lines.get(opening + 2).equals(FENCE);
    if (!whole) {
      return new Outcome.Malformed(
          "body: expected %s, one line of JSON and %s on three lines of their own, from line %d"
              .formatted(OPENING, FENCE, opening + 1));
    }
    return call(lines.get(opening + 1));
  }

  private static Outcome call(String json) {
    Matcher matcher = CALL.matcher(json);
    if (!matcher.matches()) {
      return new Outcome.Malformed(
          "call: expected {\"target\":\"0x…\",\"data\":\"0x…\",\"salt\":\"0x…\"} without spaces,"
              + " hex in lower case except the target, found "
              + Eip712.shown(json));
    }
    Address target = Address.parse(matcher.group(1));
    if (!target.checksummed().equals(matcher.group(1))) {
      return new Outcome.Malformed(
          "call target: expected the EIP-55 form %s, found %s".formatted(target, matcher.group(1)));
    }
    try {
      return new Outcome.Found(
          new CommittedCall(target, Bytes.parse(matcher.group(2)), Hash32.parse(matcher.group(3))));
    } catch (IllegalArgumentException badData) {
      return new Outcome.Malformed(String.valueOf(badData.getMessage()));
    }
  }

  /** The fenced block for a proposal's body, three lines, without a line break at its end. */
  public String format() {
    return "%s\n{\"target\":\"%s\",\"data\":\"%s\",\"salt\":\"%s\"}\n%s"
        .formatted(OPENING, target.checksummed(), data.hex(), salt, FENCE);
  }

  /**
   * The action: what {@code SnapshotBallot.actionOf} returns.
   *
   * @param codeHash keccak256 of the target's code on that chain
   */
  public Hash32 action(long chainId, Address ballot, Hash32 codeHash) {
    return Hash32.of(
        Keccak.hash(
            ACTION_TYPEHASH.bytes(),
            Hash32.fromUnsigned(BigInteger.valueOf(chainId)).bytes(),
            ballot.toWord().bytes(),
            target.toWord().bytes(),
            codeHash.bytes(),
            data.keccak().bytes(),
            salt.bytes()));
  }

  /** The {@code plugins} string that commits to an action, byte for byte. */
  public static String plugins(Hash32 action) {
    return "{\"sweetwater\":{\"action\":\"" + action.hex() + "\"}}";
  }

  /** The action that a {@code plugins} string commits to; empty for any other string. */
  public static Optional<Hash32> actionIn(String plugins) {
    Matcher matcher = PLUGINS.matcher(plugins);
    return matcher.matches() ? Optional.of(Hash32.parse(matcher.group(1))) : Optional.empty();
  }
}
