package org.sweetwater.oracle.hub;

import java.math.BigInteger;
import org.sweetwater.oracle.message.Erc1271;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * Asks the deployment's chain. Always at the newest block: the registry keeps its own history, so
 * the node needs no old state (Besu keeps some 500 blocks of it).
 */
final class HubChain implements VotingPower, ChainFacts {
  private static final int WORD = 32;

  private final ChainClient client;
  private final Address registry;

  HubChain(ChainClient client, Address registry) {
    this.client = client;
    this.registry = registry;
  }

  @Override
  public BigInteger at(Address account, long block) {
    Bytes data =
        CallData.of(
            NodeRegistry.FUNC_GETPASTVOTES,
            new org.web3j.abi.datatypes.Address(account.toUnsigned()),
            new Uint256(block));
    return switch (client.call(registry, data, BlockTag.LATEST)) {
      case CallOutcome.Returned(Bytes result) when result.size() == WORD ->
          new BigInteger(1, result.bytes());
      case CallOutcome.Returned(Bytes result) ->
          throw new RetryableException(
              "registry %s: expected one word from getPastVotes, found %s: is deployment.json of this chain?"
                  .formatted(registry, result));
      case CallOutcome.Reverted(var revert) ->
          throw new RetryableException(
              "registry %s: getPastVotes at block %d reverted (%s): the block is not past yet"
                  .formatted(registry, block, revert.describe()));
    };
  }

  @Override
  public long blockNumber() {
    return client.blockNumber();
  }

  @Override
  public Hash32 codeHash(Address address) {
    return client.codeAt(address, BlockTag.LATEST).keccak();
  }

  @Override
  public boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature) {
    Bytes question = Erc1271.question(digest, signature);
    CallOutcome outcome = client.call(contract, question, BlockTag.LATEST, Erc1271.gas(question));
    return outcome instanceof CallOutcome.Returned(Bytes answer) && Erc1271.isYes(answer);
  }
}
