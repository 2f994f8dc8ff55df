package org.sweetwater.devnet;

import java.nio.file.Path;
import java.util.Optional;
import org.sweetwater.migrations.DatabaseConfig;

/**
 * How a devnet is to run.
 *
 * @param folder where its state, its configuration files and its logs are
 * @param ports the ports on 127.0.0.1
 * @param reset whether to forget what earlier runs left
 * @param database a server of the user's; an embedded one when empty
 * @param chain the chain to start, or to use
 * @param oracle whether to run the oracle too; its configuration file is written in any case
 * @param plan what the contracts are deployed with
 */
record DevnetOptions(
    Path folder,
    Ports ports,
    boolean reset,
    Optional<DatabaseConfig> database,
    ChainChoice chain,
    boolean oracle,
    NetworkPlan plan) {
  /** A network of the usual plan. */
  DevnetOptions(
      Path folder,
      Ports ports,
      boolean reset,
      Optional<DatabaseConfig> database,
      ChainChoice chain,
      boolean oracle) {
    this(folder, ports, reset, database, chain, oracle, NetworkPlan.usual());
  }
}
