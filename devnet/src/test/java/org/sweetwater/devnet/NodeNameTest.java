package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "besu/v26.8.0/linux-x86_64/openjdk-java-25|Ran on besu/v26.8.0/linux-x86_64/openjdk-java-25, chain 7",
        "anvil/v1.7.1|Ran on anvil/v1.7.1, chain 7: on anvil only, not on Besu",
        "FakeBesu/26.8.0 before anvil/v1.7.1|Ran on FakeBesu/26.8.0 before anvil/v1.7.1, chain 7: on anvil only, not on Besu",
        "Geth/v1.16|Ran on Geth/v1.16, chain 7: not on Besu"
      })
  void promisesNoMoreThanWasSeen(String client, String verdict) {
    assertThat(new NodeName(client, 7).verdict()).isEqualTo(verdict);
  }
}
