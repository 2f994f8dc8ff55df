package org.sweetwater.oracle.relay;

/** The process dies here; nothing may catch it. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("killed, by chance", null, false, false);
  }
}
