package org.sweetwater.devnet;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.sweetwater.migrations.DatabaseConfig;
import org.web3j.crypto.Credentials;

/**
 * How a devnet is to run.
 *
 * @param folder where its state, its configuration files and its logs are
 * @param ports the ports on 127.0.0.1
 * @param reset whether to forget what earlier runs left
 * @param database a server of the user's; an embedded one when empty
 * @param rpcUrl a chain of the user's; anvil when empty
 * @param funder who pays for the devnet's accounts on a chain of the user's; the test mnemonic's
 *     first account when empty
 * @param oracle whether to run the oracle too; its configuration file is written in any case
 */
record DevnetOptions(
    Path folder,
    Ports ports,
    boolean reset,
    Optional<DatabaseConfig> database,
    Optional<URI> rpcUrl,
    Optional<Credentials> funder,
    boolean oracle) {}
