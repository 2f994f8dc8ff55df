package org.sweetwater.indexer.project;

/** How one kind of ballot runs. */
public record TrackRow(
    int id,
    long version,
    long windowSeconds,
    long graceSeconds,
    long delaySeconds,
    int quorumBps,
    long votersMin,
    boolean twoThirds)
    implements Row.Versioned {
  static Key key(int id) {
    return Key.of(TrackRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }
}
