package org.sweetwater.wrappers.chain;

import java.util.List;
import org.sweetwater.wrappers.Bytes;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;

/** What a transaction or a read carries to call a function of a contract. */
public final class CallData {
  private CallData() {}

  /** The selector and the inputs of a call, as Solidity's ABI encodes them. */
  @SuppressWarnings("rawtypes") // web3j's own signature
  public static Bytes of(String function, Type<?>... inputs) {
    return Bytes.parse(
        FunctionEncoder.encode(new Function(function, List.<Type>of(inputs), List.of())));
  }
}
