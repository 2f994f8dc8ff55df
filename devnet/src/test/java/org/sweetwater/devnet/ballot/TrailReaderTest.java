package org.sweetwater.devnet.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

final class TrailReaderTest {
  private static final long SNAPSHOT = 100;
  private static final Deployment DEPLOYMENT =
      new Deployment(
          1337,
          0,
          "test.eth",
          account(1),
          account(2),
          account(5),
          account(3),
          account(6),
          account(4),
          false);

  /** Besu's limit is 5,000 by default; others set it lower. Blocks past the head are an error. */
  @ParameterizedTest
  @CsvSource({"100,5000", "101,5000", "5099,5000", "17000,5000", "17000,999", "160,0"})
  void asksForEachBlockSinceTheSnapshotOnce(long head, long rangeMax) {
    try (FakeNode node = new FakeNode(head, rangeMax);
        ChainClient chain = ChainClient.connect(RpcEndpoint.of(node.url()))) {
      new TrailReader(chain, DEPLOYMENT).read(Facts.voting());

      long next = SNAPSHOT;
      for (FakeNode.Range range : node.answered()) {
        assertThat(range.from()).isEqualTo(next);
        next = range.to() + 1;
      }
      assertThat(next).isEqualTo(head + 1);
    }
  }

  private static Address account(int number) {
    return Address.fromWord(Hash32.fromUnsigned(BigInteger.valueOf(number)));
  }
}
