package org.sweetwater.indexer.decode;

import java.util.List;

/**
 * A call of one of our contracts in words.
 *
 * @param contract the contract's name in Solidity
 * @param function the function's name
 */
public record DecodedCall(String contract, String function, List<Argument> arguments) {
  /** Copies the list. */
  public DecodedCall {
    arguments = List.copyOf(arguments);
  }

  /**
   * One argument.
   *
   * @param type Solidity's canonical type; a struct's is the list of its members' types
   * @param value decimal digits, {@code 0x…}, true, false or text; lists and structs as JSON
   */
  public record Argument(String name, String type, String value) {}
}
