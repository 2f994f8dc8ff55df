package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.List;

/** Why a call reverted, decoded from the bytes that came back. */
public sealed interface RevertReason {
  /**
   * A custom error that the catalogue knows.
   *
   * @param arguments as text: numbers decimal, bytes and addresses in lower-case hex
   */
  record Custom(String name, List<String> arguments) implements RevertReason {
    /** Copies the arguments. */
    public Custom {
      arguments = List.copyOf(arguments);
    }
  }

  /** Solidity's {@code Error(string)}. */
  record Message(String text) implements RevertReason {}

  /** Solidity's {@code Panic(uint256)}. */
  record Panic(BigInteger code) implements RevertReason {}

  /** Bytes that nobody here can read, possibly none. */
  record Unknown(String hex) implements RevertReason {}

  /** One line for people. */
  default String describe() {
    return switch (this) {
      case Custom(var name, var arguments) -> name + "(" + String.join(", ", arguments) + ")";
      case Message(var text) -> "reverted: " + text;
      case Panic(var code) -> "panic 0x" + code.toString(16);
      case Unknown(var hex) -> hex.equals("0x") ? "reverted without data" : "reverted with " + hex;
    };
  }
}
