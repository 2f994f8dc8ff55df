package org.sweetwater.devnet.fleet;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;

/**
 * Who is in the fleet: nodes, dealt to their operators in turn. The first node of each operator is
 * the one that it founds the network with.
 *
 * @param operators accounts that can pay
 * @param nodes how many; each operator has one at least
 */
public record Roster(List<Credentials> operators, int nodes) {
  /** What may become a node's share: the contract never gives an operator more than a tenth. */
  private static final int OPERATORS_MIN = 10;

  /**
   * Founders are constructor arguments: so many, and the whole deployment still fits into one block
   * of 30 million gas. anvil drops what follows a transaction that does not fit into its block.
   */
  public static final int OPERATORS_MAX = 36;

  /** More would take many minutes; the limit is ours, not the contract's. */
  public static final int NODES_MAX = 5_000;

  /** Copies the list, checks the numbers. */
  public Roster {
    operators = List.copyOf(operators);
    if (operators.size() < OPERATORS_MIN || operators.size() > OPERATORS_MAX) {
      throw new IllegalArgumentException(
          "fleet: expected %d to %d operators, found %d"
              .formatted(OPERATORS_MIN, OPERATORS_MAX, operators.size()));
    }
    if (nodes < operators.size() || nodes > NODES_MAX) {
      throw new IllegalArgumentException(
          "fleet: expected %d to %d nodes, found %d".formatted(operators.size(), NODES_MAX, nodes));
    }
  }

  /** A node of the fleet. */
  public record Member(int index, SigningKey key, Address telemetryKey, int operator) {
    /** The node's name: the address of its key. */
    public Address address() {
      return key.address();
    }
  }

  /** All nodes, the founders' first. */
  public List<Member> members() {
    return IntStream.range(0, nodes).mapToObj(this::member).toList();
  }

  /** The nodes with which the operators found the network, one each. */
  public List<Member> founders() {
    return IntStream.range(0, operators.size()).mapToObj(this::member).toList();
  }

  private Member member(int index) {
    return new Member(
        index, NodeKeys.node(index), NodeKeys.telemetry(index), index % operators.size());
  }
}
