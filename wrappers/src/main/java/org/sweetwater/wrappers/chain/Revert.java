package org.sweetwater.wrappers.chain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.sweetwater.wrappers.Bytes;

/**
 * Why a contract refused: the bytes it reverted with, which may be none.
 *
 * <p>The node's message is not part of it, since every client words it differently.
 *
 * @param data a four-byte selector and ABI-encoded arguments, or nothing
 */
public record Revert(Bytes data) {
  private static final Bytes ERROR_STRING = Bytes.parse("0x08c379a0");
  private static final Bytes PANIC = Bytes.parse("0x4e487b71");
  private static final int SELECTOR = 4;
  private static final int WORD = 32;

  /** The first four bytes, which name the error; empty when there are fewer. */
  public Optional<Bytes> selector() {
    return data.size() < SELECTOR ? Optional.empty() : Optional.of(data.slice(0, SELECTOR));
  }

  /** The text of {@code revert("…")}; empty for any other error and for malformed data. */
  public Optional<String> reason() {
    if (!is(ERROR_STRING) || data.size() < SELECTOR + 2 * WORD) {
      return Optional.empty();
    }
    BigInteger length = word(1);
    int start = SELECTOR + 2 * WORD;
    if (length.compareTo(BigInteger.valueOf(data.size() - start)) > 0) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(data.bytes(), start, start + length.intValueExact());
    return Optional.of(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * The code of a failed assertion of the compiler's, such as 0x11 for an overflow.
   *
   * @see <a href="https://docs.soliditylang.org/en/latest/control-structures.html">Panic codes</a>
   */
  public Optional<BigInteger> panicCode() {
    return is(PANIC) && data.size() >= SELECTOR + WORD ? Optional.of(word(0)) : Optional.empty();
  }

  /** One line for people: the reason, the panic code, or the bytes. */
  public String describe() {
    return reason()
        .map(RpcError::oneLine)
        .or(() -> panicCode().map(code -> "panic 0x" + code.toString(16)))
        .orElseGet(() -> data.isEmpty() ? "no reason given" : data.toString());
  }

  private boolean is(Bytes selector) {
    return selector().filter(selector::equals).isPresent();
  }

  private BigInteger word(int index) {
    int start = SELECTOR + index * WORD;
    return new BigInteger(1, data.slice(start, start + WORD).bytes());
  }
}
