package org.sweetwater.indexer.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/** Makes the bytes of a call from words: the inverse of {@link CallDecoder}. */
public final class CallEncoder {
  private final Map<String, Contract> contracts = new HashMap<>();

  /**
   * Knows the functions of the given contracts.
   *
   * @param contracts by address, the class generated for each, beside which its ABI lies
   */
  public CallEncoder(Map<Address, Class<?>> contracts) {
    contracts.forEach(
        (address, type) ->
            this.contracts.put(
                type.getSimpleName(), new Contract(address, AbiJson.functionsOf(type))));
  }

  /** A call, ready to be made. */
  public record Encoded(Address target, Bytes data) {}

  /**
   * Encodes a call.
   *
   * @param contract the contract's name in Solidity
   * @param function the function's name; with its types, as in {@code f(uint256,address[])}, where
   *     several have this name
   * @param arguments a list in the function's order, or an object by the parameters' names; numbers
   *     and bytes are texts in the form in which {@link DecodedCall.Argument} shows them
   * @throws MalformedArgumentException when there is no such function, or a value does not fit
   */
  public Encoded encode(String contract, String function, JsonNode arguments) {
    Contract known = contracts.get(contract);
    if (known == null) {
      throw new MalformedArgumentException(
          "",
          "unknown contract %s; expected one of %s"
              .formatted(contract, String.join(", ", new TreeSet<>(contracts.keySet()))));
    }
    AbiFunction found = find(contract, known.functions(), function);
    byte[] selector = found.selector().bytes();
    byte[] values = AbiEncoding.encode(found.inputs(), arguments);
    return new Encoded(known.address(), Bytes.of(AbiEncoding.join(selector, values)));
  }

  private static AbiFunction find(String contract, List<AbiFunction> functions, String name) {
    List<AbiFunction> named =
        functions.stream()
            .filter(f -> f.name().equals(name) || signature(f).equals(name.replace(" ", "")))
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    List<AbiFunction> candidates = named.isEmpty() ? functions : named;
    String problem =
        named.isEmpty()
            ? "%s has no function %s".formatted(contract, name)
            : "%s has several functions %s".formatted(contract, name);
    throw new MalformedArgumentException(
        "",
        problem
            + "; expected one of "
            + candidates.stream()
                .map(CallEncoder::signature)
                .sorted()
                .collect(Collectors.joining(", ")));
  }

  private static String signature(AbiFunction function) {
    return function.name() + function.inputs().canonical();
  }

  private record Contract(Address address, List<AbiFunction> functions) {}
}
