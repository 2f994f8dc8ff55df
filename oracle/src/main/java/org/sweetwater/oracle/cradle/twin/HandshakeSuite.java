package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a key agreement sends and computes. Two messages, as Noise IK has them.
 *
 * <p>Lengths are the standards': X25519 keys 32 B (RFC 7748); WireGuard's initiation 148 B and
 * answer 92 B (Donenfeld, 2017); ML-KEM-768 encapsulation key 1,184 B and ciphertext 1,088 B,
 * ML-KEM-1024 1,568 B each (FIPS 203); ML-DSA-65 public key 1,952 B and signature 3,309 B (FIPS
 * 204). Processor times are assumptions for a router with one slow core; {@code docs/twin.md} says
 * so too.
 */
public enum HandshakeSuite {
  /** WireGuard's own handshake. */
  @JsonProperty("x25519")
  X25519(148, 92, 600_000, 600_000, 300_000),
  /** The same with ML-KEM-768 beside it: safe if either is. */
  @JsonProperty("x25519-mlkem768")
  X25519_MLKEM768(148 + 1_184, 92 + 1_088, 900_000, 1_000_000, 600_000),
  /** Without classical parts, and signed: ML-KEM-1024 with ML-DSA-65 on both sides. */
  @JsonProperty("mlkem1024-mldsa65")
  MLKEM1024_MLDSA65(1_568 + 1_952 + 3_309, 1_568 + 1_952 + 3_309, 3_200_000, 3_600_000, 1_600_000);

  private final int firstBytes;
  private final int answerBytes;
  private final long firstNanos;
  private final long answerNanos;
  private final long finishNanos;

  HandshakeSuite(
      int firstBytes, int answerBytes, long firstNanos, long answerNanos, long finishNanos) {
    this.firstBytes = firstBytes;
    this.answerBytes = answerBytes;
    this.firstNanos = firstNanos;
    this.answerNanos = answerNanos;
    this.finishNanos = finishNanos;
  }

  /** Length of the first message, bytes. */
  public int firstBytes() {
    return firstBytes;
  }

  /** Length of the answer, bytes. */
  public int answerBytes() {
    return answerBytes;
  }

  /** Processor time to make the first message, ns. */
  public long firstNanos() {
    return firstNanos;
  }

  /** Processor time to read the first message and make the answer, ns. */
  public long answerNanos() {
    return answerNanos;
  }

  /** Processor time to read the answer, ns. */
  public long finishNanos() {
    return finishNanos;
  }
}
