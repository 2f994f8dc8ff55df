package org.sweetwater.indexer.decode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/** Says in words which function a ballot will call, by the ABIs of one deployment's contracts. */
public final class CallDecoder {
  private final Map<Address, Contract> contracts = new HashMap<>();

  /**
   * Knows the functions of the given contracts.
   *
   * @param contracts by address, the class generated for each, beside which its ABI lies
   */
  public CallDecoder(Map<Address, Class<?>> contracts) {
    contracts.forEach((address, type) -> this.contracts.put(address, Contract.of(type)));
  }

  /**
   * The function and its arguments; empty when the target or the function is unknown, or the bytes
   * do not hold its arguments. Bytes behind the arguments are ignored, as the contract ignores
   * them.
   */
  public Optional<DecodedCall> decode(Address target, Bytes data) {
    Contract contract = contracts.get(target);
    if (contract == null || data.size() < AbiFunction.SELECTOR_LENGTH) {
      return Optional.empty();
    }
    AbiFunction function = contract.functions().get(data.slice(0, AbiFunction.SELECTOR_LENGTH));
    if (function == null) {
      return Optional.empty();
    }
    try {
      byte[] arguments = data.slice(AbiFunction.SELECTOR_LENGTH, data.size()).bytes();
      return Optional.of(
          new DecodedCall(contract.name(), function.name(), argumentsOf(function, arguments)));
    } catch (IllegalArgumentException malformed) {
      // Nobody promised that a ballot's bytes are well-formed; the target will refuse them.
      return Optional.empty();
    }
  }

  private static List<DecodedCall.Argument> argumentsOf(AbiFunction function, byte[] data) {
    Iterator<JsonNode> values =
        new AbiValues(new AbiWords(data)).fields(function.inputs(), 0).iterator();
    return function.inputs().fields().stream()
        .map(
            field ->
                new DecodedCall.Argument(
                    field.name(), field.type().canonical(), text(values.next())))
        .toList();
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toString() : value.asText();
  }

  private record Contract(String name, Map<Bytes, AbiFunction> functions) {
    static Contract of(Class<?> type) {
      return new Contract(
          type.getSimpleName(),
          AbiJson.functionsOf(type).stream()
              .collect(Collectors.toMap(AbiFunction::selector, Function.identity())));
    }
  }
}
