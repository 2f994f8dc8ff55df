package org.sweetwater.devnet;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * The calls of the scenario, encoded by the generated contract classes. Pure: nothing here talks to
 * a node.
 */
final class ContractCalls {
  private final NodeRegistry registry;
  private final SnapshotBallot ballot;

  ContractCalls(Deployment deployment) {
    // The classes want a connection although encoding needs none; this one is never opened.
    Web3j unused = Web3j.build(new HttpService());
    TransactionManager nobody = new ReadonlyTransactionManager(unused, Address.ZERO.lowerHex());
    DefaultGasProvider gas = new DefaultGasProvider();
    this.registry = NodeRegistry.load(deployment.registry().lowerHex(), unused, nobody, gas);
    this.ballot = SnapshotBallot.load(deployment.ballot().lowerHex(), unused, nobody, gas);
  }

  /** Decodes what the contracts revert with. */
  static ErrorCatalogue errors() {
    return new ErrorCatalogue(
        Stream.of(
                NodeRegistry.class,
                NodeTouchLimit.class,
                Cradle.class,
                SnapshotBallot.class,
                AccessManager.class)
            .flatMap(contract -> Stream.of(contract.getDeclaredFields()))
            .filter(
                field ->
                    field.getType() == CustomError.class && Modifier.isStatic(field.getModifiers()))
            .map(ContractCalls::value)
            .toList());
  }

  private static CustomError value(Field field) {
    try {
      return (CustomError) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("generated field " + field + " is not public", e);
    }
  }

  Bytes admit(Address candidate, List<NodeRegistry.Vouch> vouches) {
    return encode(registry.admit(candidate.lowerHex(), vouches));
  }

  Bytes register(Address node, Address telemetryKey, BigInteger deadline, byte[] signature) {
    return encode(registry.register(node.lowerHex(), telemetryKey.lowerHex(), deadline, signature));
  }

  Bytes admitByBallot(Address candidate) {
    return encode(registry.admitByBallot(candidate.lowerHex()));
  }

  Bytes suspendByBallot(Address node, long until) {
    return encode(registry.suspendByBallot(node.lowerHex(), BigInteger.valueOf(until)));
  }

  Bytes actionOf(Address target, Bytes data, Hash32 salt) {
    return encode(ballot.actionOf(target.lowerHex(), data.bytes(), salt.bytes()));
  }

  Bytes execute(Hash32 id) {
    return encode(ballot.execute(id.bytes()));
  }

  private static Bytes encode(RemoteFunctionCall<?> call) {
    return Bytes.parse(call.encodeFunctionCall());
  }
}
