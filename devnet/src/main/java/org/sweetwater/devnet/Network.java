package org.sweetwater.devnet;

import java.net.URI;
import java.nio.file.Path;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * A running network, wherever it runs.
 *
 * @param chain a connection to its chain
 * @param rpcUrl where the chain answers JSON-RPC
 * @param hub our hub's base address: sequencer at {@code /}, GraphQL at {@code /graphql}
 * @param indexer the indexer's base address
 * @param oracle the oracle's health and metrics
 * @param archive the folder of experiments and their results
 */
record Network(
    Deployment deployment,
    ChainClient chain,
    URI rpcUrl,
    URI hub,
    URI indexer,
    URI oracle,
    Path archive) {}
