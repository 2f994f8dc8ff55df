package org.sweetwater.indexer.project;

/** The network as a whole; there is one. */
public record NetworkRow(int id, long totalPower, long attestorSet) implements Row.Versioned {
  static final int ID = 1;
  static final NetworkRow EMPTY = new NetworkRow(ID, 0, 0);

  static Key key(int id) {
    return Key.of(NetworkRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  NetworkRow withTotalPower(long next) {
    return new NetworkRow(id, next, attestorSet);
  }

  NetworkRow withAttestorSet(long next) {
    return new NetworkRow(id, totalPower, next);
  }
}
