package org.sweetwater.indexer.graphql;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.AbortExecutionException;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import java.util.List;
import java.util.Map;
import org.sweetwater.indexer.graphql.ApiException.Code;

/** Refuses queries that are too deep or would cost too much, before anything is read. */
final class LimitInstrumentation {
  private LimitInstrumentation() {}

  static Instrumentation of(GraphQlLimits limits) {
    return new ChainedInstrumentation(
        List.of(new Depth(limits.depthMax()), new Cost(limits.costMax())));
  }

  private static final class Refused extends AbortExecutionException {
    private static final long serialVersionUID = 1L;
    private final Code code;

    private Refused(Code code, String message) {
      super(message);
      this.code = code;
    }

    @Override
    public Map<String, Object> getExtensions() {
      return Map.of("code", code.name());
    }
  }

  private static final class Depth extends MaxQueryDepthInstrumentation {
    private Depth(int depthMax) {
      super(depthMax);
    }

    @Override
    protected AbortExecutionException mkAbortException(int depth, int depthMax) {
      return new Refused(
          Code.QUERY_TOO_DEEP,
          "query depth: expected at most %d, found %d; ask in two queries"
              .formatted(depthMax, depth));
    }
  }

  private static final class Cost extends MaxQueryComplexityInstrumentation {
    private Cost(int costMax) {
      super(costMax, calculator());
    }

    @Override
    protected AbortExecutionException mkAbortException(int cost, int costMax) {
      return new Refused(
          Code.QUERY_TOO_COSTLY,
          "query complexity: expected at most %d fields by the page sizes asked for, found %d; lower first"
              .formatted(costMax, cost));
    }
  }

  /**
   * A list costs its page size times what one element costs; the product stops at the largest
   * number.
   */
  private static FieldComplexityCalculator calculator() {
    return (field, childCost) -> {
      Object first = field.getArguments().get("first");
      long rows =
          first instanceof Integer number
              ? Math.max(1, Math.min(number, GraphQlLimits.FIRST_MAX))
              : 1;
      return (int) Math.min(Integer.MAX_VALUE / 2, 1 + rows * Math.max(1L, childCost));
    };
  }
}
