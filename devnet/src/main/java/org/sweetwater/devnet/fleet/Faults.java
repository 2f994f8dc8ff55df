package org.sweetwater.devnet.fleet;

/**
 * How a change goes wrong in the fleet: a share of each wave's nodes, from one wave on.
 *
 * @param fromWave 1 to 4
 * @param sharePpm of the wave's nodes, rounded up
 * @param kind what the broken ones do
 */
public record Faults(int fromWave, int sharePpm, Kind kind) {
  /** A change that harms nobody. */
  public static final Faults NONE = new Faults(1, 0, Kind.BREAK);

  private static final int PPM = 1_000_000;
  private static final int LAST_WAVE = 4;

  /** What broken nodes do. */
  public enum Kind {
    /** Half of them report a latency beyond the gate, the others fall silent. */
    BREAK,
    /** They say at once that their latency is beyond what anybody may see. */
    BREACH
  }

  /** Checks the numbers. */
  public Faults {
    if (fromWave < 1 || fromWave > LAST_WAVE || sharePpm < 0 || sharePpm > PPM) {
      throw new IllegalArgumentException(
          "faults: expected a wave of 1 to 4 and 0 to 1000000 ppm, found %d and %d"
              .formatted(fromWave, sharePpm));
    }
  }

  /** How many nodes break of a wave's. */
  int brokenIn(int wave, int nodes) {
    return wave < fromWave ? 0 : (int) Math.ceilDiv((long) nodes * sharePpm, (long) PPM);
  }
}
