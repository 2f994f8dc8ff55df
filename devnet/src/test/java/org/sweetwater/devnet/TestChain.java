package org.sweetwater.devnet;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.wrappers.chain.FakeBesu;

/**
 * The chain of one end-to-end test: the node that SW_TEST_RPC_URL names, or else one of our own.
 *
 * @param fake the strict node that stops with the test
 */
record TestChain(ChainChoice choice, Optional<FakeBesu> fake) implements AutoCloseable {
  private static final String RPC_URL = "SW_TEST_RPC_URL";
  private static final String FUNDER_KEY = "SW_TEST_FUNDER_KEY";

  /** anvil, where gas has a price and everybody has money. */
  static TestChain lenient() {
    return named(System.getenv())
        .orElseGet(() -> new TestChain(ChainChoice.ANVIL, Optional.empty()));
  }

  /** The strictest imitation of Besu that we have: gas is free, and nobody has money. */
  static TestChain strict() {
    return named(System.getenv())
        .orElseGet(
            () -> {
              FakeBesu besu = FakeBesu.start();
              return new TestChain(
                  new ChainChoice.Foreign(besu.url(), Optional.empty()), Optional.of(besu));
            });
  }

  /** The node that the environment names. */
  static Optional<TestChain> named(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(RPC_URL))
        .filter(url -> !url.isBlank())
        .map(
            url ->
                new TestChain(
                    new ChainChoice.Foreign(
                        URI.create(url),
                        Optional.ofNullable(environment.get(FUNDER_KEY))
                            .filter(key -> !key.isBlank())
                            .map(key -> FunderKey.parse(FUNDER_KEY, key))),
                    Optional.empty()));
  }

  @Override
  public void close() {
    fake.ifPresent(FakeBesu::close);
  }
}
