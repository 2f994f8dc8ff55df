package org.sweetwater.oracle.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.ChainClient;

/** A database is of one chain and one deployment, whatever their numbers look like. */
class ChainOriginTest {
  private static final Address REGISTRY = Address.parse("0x" + "11".repeat(20));
  private static final Address BALLOT = Address.parse("0x" + "22".repeat(20));
  private static final Deployment DEPLOYMENT =
      new Deployment(
          Anvil.CHAIN_ID,
          0,
          "test.eth",
          Address.ZERO,
          REGISTRY,
          Address.ZERO,
          Address.ZERO,
          Address.ZERO,
          BALLOT,
          false);
  private static final ChainOrigin ORIGIN = origin(1, 7, REGISTRY, BALLOT);

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource());

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  private static ChainOrigin origin(long chainId, int hash, Address registry, Address ballot) {
    BlockRef block = new BlockRef(1, Hash32.keccak(new byte[] {(byte) hash}));
    return new ChainOrigin(chainId, block, registry, ballot);
  }

  @Test
  void claimsAnEmptyDatabaseAndComesBackToIt() {
    ORIGIN.claim(jdbi);
    assertThatCode(() -> ORIGIN.claim(jdbi)).doesNotThrowAnyException();
  }

  @Test
  void refusesEveryOtherOrigin() {
    ORIGIN.claim(jdbi);
    List<ChainOrigin> others =
        List.of(
            origin(2, 7, REGISTRY, BALLOT),
            origin(1, 8, REGISTRY, BALLOT),
            origin(1, 7, BALLOT, BALLOT),
            origin(1, 7, REGISTRY, REGISTRY));
    for (ChainOrigin other : others) {
      assertThatThrownBy(() -> other.claim(jdbi))
          .isInstanceOf(FatalException.class)
          .hasMessageContainingAll(ORIGIN.toString(), other.toString(), "use another database")
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void tellsTwoChainsApartThatShareTheirGenesis() {
    ChainOrigin first = originOfANewChain();
    ChainOrigin second = originOfANewChain();
    first.claim(jdbi);
    assertThat(second.chainId()).isEqualTo(first.chainId());
    assertThatThrownBy(() -> second.claim(jdbi)).isInstanceOf(FatalException.class);
  }

  /** Its genesis is dated the same each time, as one from a file is; its first block is not. */
  private static ChainOrigin originOfANewChain() {
    try (Anvil anvil = Anvil.start("--timestamp", "1700000000");
        ChainClient chain = ChainClient.connect(anvil.endpoint())) {
      anvil.rpc("evm_setNextBlockTimestamp", 1_700_000_000L + System.nanoTime() % 1_000_000_000);
      anvil.mine(1);
      return ChainOrigin.of(chain, DEPLOYMENT);
    }
  }

  @Test
  void waitsForANodeThatDoesNotHaveTheFirstBlock() {
    try (Anvil anvil = Anvil.start();
        ChainClient chain = ChainClient.connect(anvil.endpoint())) {
      assertThatThrownBy(() -> ChainOrigin.of(chain, DEPLOYMENT))
          .isInstanceOf(RetryableException.class)
          .hasMessageContaining("expected block 1");
    }
  }
}
