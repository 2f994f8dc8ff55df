package org.sweetwater.oracle.cradle.spec;

import java.util.List;

/** A file is not a specification; says all that is wrong with it. */
public final class InvalidSpecException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<SpecProblem> problems;

  InvalidSpecException(List<SpecProblem> problems) {
    super("%d problem(s), first %s".formatted(problems.size(), problems.getFirst().in("at")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, by place in the file; at least one. */
  public List<SpecProblem> problems() {
    return problems;
  }
}
