package org.sweetwater.wrappers.chain;

import org.sweetwater.wrappers.Bytes;

/** The {@code error} member of a JSON-RPC answer; {@code message} is capped and on one line. */
record RpcError(int code, String message, Bytes data) {
  /** Besu puts whole stack traces into some messages. */
  private static final int MESSAGE_MAX = 300;

  RpcError {
    message = oneLine(message);
  }

  static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MESSAGE_MAX ? line : line.substring(0, MESSAGE_MAX) + "…";
  }
}
