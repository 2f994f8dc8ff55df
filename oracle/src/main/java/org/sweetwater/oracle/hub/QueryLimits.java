package org.sweetwater.oracle.hub;

import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot's limits on the form of a query: fields nested at most 5 deep below a root, at most 5
 * roots. For validated documents, whose fragments have no cycles.
 */
final class QueryLimits {
  private static final int DEPTH_MAX = 5;
  private static final int ROOTS_MAX = 5;

  private final Map<String, FragmentDefinition> fragments;

  private QueryLimits(Document document) {
    this.fragments =
        document.getDefinitionsOfType(FragmentDefinition.class).stream()
            .collect(Collectors.toMap(FragmentDefinition::getName, fragment -> fragment));
  }

  /** Says which limit the document breaks, if any. */
  static Optional<GraphQLError> broken(Document document) {
    QueryLimits limits = new QueryLimits(document);
    for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      if (limits.roots(operation.getSelectionSet()) > ROOTS_MAX) {
        return Optional.of(
            error(
                "The query has more than %d root selections".formatted(ROOTS_MAX),
                ErrorType.ExecutionAborted));
      }
      if (limits.depth(operation.getSelectionSet()) > DEPTH_MAX) {
        return Optional.of(
            error(
                "'%s' exceeds maximum operation depth of %d"
                    .formatted(operation.getName() == null ? "" : operation.getName(), DEPTH_MAX),
                ErrorType.ValidationError));
      }
    }
    return Optional.empty();
  }

  private static GraphQLError error(String message, ErrorType type) {
    return GraphqlErrorBuilder.newError().message(message).errorType(type).build();
  }

  private int roots(@Nullable SelectionSet set) {
    int roots = 0;
    if (set != null) {
      for (Selection<?> selection : set.getSelections()) {
        roots += selection instanceof Field ? 1 : roots(inside(selection));
      }
    }
    return roots;
  }

  /** Field levels below this selection set, beyond the first. */
  private int depth(@Nullable SelectionSet set) {
    int depth = 0;
    if (set != null) {
      for (Selection<?> selection : set.getSelections()) {
        depth = Math.max(depth, depth(selection));
      }
    }
    return depth;
  }

  private int depth(Selection<?> selection) {
    if (!(selection instanceof Field field)) {
      return depth(inside(selection));
    }
    boolean introspection = field.getName().startsWith("__");
    return field.getSelectionSet() == null || introspection
        ? 0
        : 1 + depth(field.getSelectionSet());
  }

  private @Nullable SelectionSet inside(Selection<?> selection) {
    return switch (selection) {
      case InlineFragment inline -> inline.getSelectionSet();
      case FragmentSpread spread -> {
        FragmentDefinition fragment = fragments.get(spread.getName());
        yield fragment == null ? null : fragment.getSelectionSet();
      }
      case Field field -> field.getSelectionSet();
      default -> throw new IllegalStateException("unknown selection " + selection);
    };
  }
}
