package org.sweetwater.oracle.origin;

import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * What the rows of the oracle's schema speak of; it never changes for a database.
 *
 * <p>A chain that was started anew may have the same id, the same genesis and the same contracts at
 * the same addresses. Its first block after the deployment's start has another time and so another
 * hash: by that block two such chains are told apart.
 *
 * @param block the first block after {@link Deployment#startBlock}
 */
public record ChainOrigin(long chainId, BlockRef block, Address registry, Address ballot) {
  /**
   * Asks the node for the deployment's first block.
   *
   * @throws RetryableException when the node does not answer, or does not have that block yet
   */
  public static ChainOrigin of(ChainClient chain, Deployment deployment) {
    long number = deployment.startBlock() + 1;
    BlockRef first =
        chain
            .blockByNumber(number)
            .orElseThrow(
                () ->
                    new RetryableException(
                        "chain %d: expected block %d, the first of the deployment, found none: wait until the node has caught up"
                            .formatted(chain.chainId(), number)))
            .ref();
    return new ChainOrigin(chain.chainId(), first, deployment.registry(), deployment.ballot());
  }

  /**
   * Writes this origin into a database that has none, and accepts no other than the written one.
   *
   * @throws FatalException when the database belongs to another chain or deployment
   */
  public void claim(Jdbi jdbi) {
    ChainOrigin stored =
        find(jdbi)
            .orElseGet(
                () -> {
                  write(jdbi);
                  return find(jdbi).orElseThrow();
                });
    if (!stored.equals(this)) {
      throw new FatalException(
          "database: belongs to %s, but the node and deployment.json are %s; correct chain.rpcUrl and deployment, or use another database (a chain that was started anew needs one)"
              .formatted(stored, this));
    }
  }

  private void write(Jdbi jdbi) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO oracle.chain_origin
                      (chain_id, block_number, block_hash, registry, ballot)
                    VALUES (:chainId, :number, :hash, :registry, :ballot) ON CONFLICT DO NOTHING
                    """)
                .bind("chainId", chainId)
                .bind("number", block.number())
                .bind("hash", block.hash().bytes())
                .bind("registry", registry.bytes())
                .bind("ballot", ballot.bytes())
                .execute());
  }

  private static Optional<ChainOrigin> find(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT chain_id, block_number, block_hash, registry, ballot FROM"
                        + " oracle.chain_origin")
                .map(
                    (row, context) ->
                        new ChainOrigin(
                            row.getLong(1),
                            new BlockRef(row.getLong(2), Hash32.of(row.getBytes(3))),
                            Address.of(row.getBytes(4)),
                            Address.of(row.getBytes(5))))
                .findOne());
  }

  /** In one line, for people. */
  @Override
  public String toString() {
    return "chain %d with block %d %s, registry %s, ballot %s"
        .formatted(chainId, block.number(), block.hash(), registry, ballot);
  }
}
