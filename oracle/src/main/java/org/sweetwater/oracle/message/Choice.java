package org.sweetwater.oracle.message;

import java.util.List;

/** A vote's choice as it was signed; only {@link Index} can count on-chain. */
public sealed interface Choice {
  /** {@code uint32}: a choice's number, from 1. */
  record Index(long value) implements Choice {}

  /** {@code uint32[]}: several choices. Elements may have been signed as numeric strings. */
  record Indices(List<String> values) implements Choice {
    public Indices {
      values = List.copyOf(values);
    }
  }

  /** {@code string}: JSON text, or a shutter ciphertext. */
  record Text(String value) implements Choice {}

  /**
   * {@code uint32} signed in another JSON form than a number: the bytes of a list (a quirk of
   * copeland votes in snapshot.js), or a numeric string. {@code json} is what was sent.
   */
  record Quirk(String json) implements Choice {}
}
