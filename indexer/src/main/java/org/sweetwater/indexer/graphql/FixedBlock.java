package org.sweetwater.indexer.graphql;

import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.IntValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.OperationDefinition;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds queries all of whose answer is of past blocks, which only a reorganisation can change. */
final class FixedBlock {
  private FixedBlock() {}

  /** The newest block that a query asks for; empty when a part of it asks for the present. */
  static Optional<Long> find(Document document, Map<String, Object> variables) {
    List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (operations.size() != 1
        || operations.getFirst().getOperation() != OperationDefinition.Operation.QUERY) {
      return Optional.empty();
    }
    List<Long> blocks = new ArrayList<>();
    for (Field field :
        Selections.of(operations.getFirst().getSelectionSet(), document).orElse(List.of())) {
      Optional<Long> block =
          field.getArguments().stream()
              .filter(argument -> argument.getName().equals("block"))
              .findFirst()
              .map(Argument::getValue)
              .flatMap(value -> number(value, variables));
      if (block.isEmpty()) {
        return Optional.empty();
      }
      blocks.add(block.get());
    }
    return blocks.stream().max(Long::compare);
  }

  private static Optional<Long> number(Value<?> value, Map<String, Object> variables) {
    return switch (value) {
      case ObjectValue object ->
          object.getObjectFields().stream()
              .filter(field -> field.getName().equals("number"))
              .findFirst()
              .map(ObjectField::getValue)
              .flatMap(number -> number(number, variables));
      case IntValue number -> Optional.of(number.getValue().longValue());
      case VariableReference variable -> of(variables.get(variable.getName()));
      default -> Optional.empty();
    };
  }

  private static Optional<Long> of(@Nullable Object value) {
    return switch (value) {
      case Number number -> Optional.of(number.longValue());
      case Map<?, ?> height -> of(height.get("number"));
      case null, default -> Optional.empty();
    };
  }
}
