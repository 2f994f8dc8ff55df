package org.sweetwater.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MigrateCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhatItAppliedAndThenThatThereIsNothingToDo() {
    try (TestDatabase test = TestDatabase.empty()) {
      String url = test.config().url();
      assertThat(run(Map.of(), "--database-url", url)).isZero();
      assertThat(out.toString()).contains("applied chain/00001 ").contains("migrations applied");
      assertThat(run(Map.of(), "--database-url", url)).isZero();
      assertThat(out.toString()).endsWith("already up to date\n");
    }
  }

  @Test
  void readsThePasswordFromTheNamedVariable() {
    try (TestDatabase test = TestDatabase.migrated()) {
      test.execute("CREATE USER by_variable PASSWORD 'x' IN ROLE sweetwater_indexer");
      String url = test.config().url();
      assertThat(
              run(
                  Map.of("PW", "x"),
                  "--database-url",
                  url,
                  "--user",
                  "by_variable",
                  "--password-env",
                  "PW"))
          .isZero();
    }
  }

  @Test
  void aBadUrlIsOneLineAndExitCodeOne() {
    assertThat(run(Map.of(), "--database-url", "mysql://db/sw")).isOne();
    assertThat(err.toString())
        .startsWith("sw migrate: database url must look like")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new CommandLine(new MigrateCommand(environment))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
