package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.EstimateOutcome;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.RpcErrorException;
import org.sweetwater.wrappers.chain.SendOutcome;

/** A node over JSON-RPC. */
record NodeRelayChain(ChainClient client) implements RelayChain {
  @Override
  public long headNumber() {
    return client.blockNumber();
  }

  @Override
  public Fees fees() {
    return client.fees();
  }

  @Override
  public long usedNonces(Address account) {
    return client.nonce(account, BlockTag.LATEST).longValueExact();
  }

  @Override
  public BigInteger balance(Address account) {
    return client.balance(account, BlockTag.LATEST);
  }

  @Override
  public DryRun dryRun(Address from, Address target, Bytes calldata) {
    try {
      return switch (client.estimateGas(from, target, calldata)) {
        case EstimateOutcome.Enough(var gas) -> new DryRun.Succeeds(gas.longValueExact());
        case EstimateOutcome.Reverted(var revert) -> new DryRun.Reverts(revert.data());
      };
    } catch (RpcErrorException failed) {
      // Out of gas, a gas cap: it concerns this call, not the node, so the other calls go on.
      return new DryRun.Fails(failed.reason());
    }
  }

  @Override
  public Optional<Bytes> revertAt(long block, Address target, Bytes calldata) {
    return switch (client.call(target, calldata, BlockTag.at(block))) {
      case CallOutcome.Returned(var data) -> Optional.empty();
      case CallOutcome.Reverted(var revert) -> Optional.of(revert.data());
    };
  }

  @Override
  public SendOutcome send(Bytes raw) {
    return client.sendRawTransaction(raw);
  }

  @Override
  public Optional<Receipt> receipt(Hash32 transaction) {
    return client.receipt(transaction);
  }
}
