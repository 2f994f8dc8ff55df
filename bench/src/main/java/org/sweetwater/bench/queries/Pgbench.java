package org.sweetwater.bench.queries;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetwater.migrations.DatabaseConfig;

/** PostgreSQL's own load generator: the floor, since it does nothing but the SQL. */
record Pgbench(DatabaseConfig database, Path folder, int connections) {
  private static final Pattern SPEED = Pattern.compile("tps = ([0-9.]+) \\(without");

  /** Statements a second. */
  double perSecond(Workload workload, int seconds) throws IOException, InterruptedException {
    URI url = URI.create(database.url().substring("jdbc:".length()));
    Path script = folder.resolve(workload.name() + ".sql");
    Files.writeString(script, workload.sql());
    Process process =
        new ProcessBuilder(
                List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + connections,
                    "--jobs=1",
                    "--time=" + seconds,
                    "--file=" + script,
                    "--host=" + url.getHost(),
                    "--port=" + url.getPort(),
                    "--username=" + database.user(),
                    url.getPath().substring(1)))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher speed = SPEED.matcher(output);
    if (process.waitFor() != 0 || !speed.find()) {
      throw new IllegalStateException("pgbench failed: " + output);
    }
    return Double.parseDouble(speed.group(1));
  }
}
