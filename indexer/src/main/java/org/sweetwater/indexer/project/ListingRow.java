package org.sweetwater.indexer.project;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/** A call that ballots of a track may make. */
public record ListingRow(Address target, Bytes selector, int track) implements Row.Versioned {
  static Key key(Address target, Bytes selector) {
    return Key.of(ListingRow.class, target, selector);
  }

  @Override
  public Key key() {
    return key(target, selector);
  }
}
