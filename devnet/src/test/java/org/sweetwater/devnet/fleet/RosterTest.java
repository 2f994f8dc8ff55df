package org.sweetwater.devnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;

final class RosterTest {
  private static final List<Credentials> OPERATORS =
      IntStream.range(0, 12).mapToObj(NodeKeys::operator).toList();

  @Test
  void nodesAreDealtInTurnAndNoKeyTwice() {
    Roster roster = new Roster(OPERATORS, 40);

    assertThat(roster.members().stream().map(Roster.Member::address).collect(Collectors.toSet()))
        .hasSize(40)
        .doesNotContain(Address.ZERO);
    assertThat(roster.founders().stream().map(Roster.Member::address))
        .containsExactlyElementsOf(
            roster.members().stream().limit(12).map(Roster.Member::address).toList());
    assertThat(roster.members().get(25).operator()).isEqualTo(1);
  }

  @Test
  void aFleetHasEnoughOperatorsAndNotTooManyNodes() {
    assertThatThrownBy(() -> new Roster(OPERATORS.subList(0, 9), 40))
        .hasMessageContaining("expected 10 to 36 operators, found 9");
    assertThatThrownBy(() -> new Roster(OPERATORS, 11))
        .hasMessageContaining("expected 12 to 5000 nodes, found 11");
  }
}
