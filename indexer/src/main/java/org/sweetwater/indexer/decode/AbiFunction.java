package org.sweetwater.indexer.decode;

import java.nio.charset.StandardCharsets;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** A function that a contract has. */
record AbiFunction(String name, AbiType.Tuple inputs) {
  /** Bytes of the signature's hash that begin a call. */
  static final int SELECTOR_LENGTH = 4;

  Bytes selector() {
    byte[] signature = (name + inputs.canonical()).getBytes(StandardCharsets.US_ASCII);
    return Bytes.of(Hash32.keccak(signature).bytes()).slice(0, SELECTOR_LENGTH);
  }
}
