package org.sweetwater.bench.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sweetwater.bench.Progress;

/**
 * What {@code contracts/test/gas} measures, run again: isolated, so that each call is a transaction
 * of its own with its 21,000, its calldata and cold storage. The committed snapshots stay as they
 * are.
 */
record ForgeGas(JsonNode ballot, JsonNode governor) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MINUTES_MAX = 5;

  static ForgeGas run(Path contracts, Path folder) throws IOException, InterruptedException {
    Progress.say("running contracts/test/gas, isolated");
    Path log = folder.resolve("forge.log");
    ProcessBuilder forge =
        new ProcessBuilder(
                List.of(
                    forge(contracts).toString(),
                    "test",
                    "--isolate",
                    "--match-path",
                    "test/gas/{SnapshotBallot,Governor}.gas.t.sol"))
            .directory(contracts.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    forge.environment().put("FORGE_SNAPSHOT_EMIT", "true");
    forge.environment().put("FOUNDRY_SNAPSHOTS", folder.toString());
    Process process = forge.start();
    try {
      if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException("forge failed: " + Files.readString(log));
      }
    } finally {
      process.destroy();
    }
    return new ForgeGas(snapshot(folder, "SnapshotBallot"), snapshot(folder, "Governor"));
  }

  private static JsonNode snapshot(Path folder, String group) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(group + ".json")));
  }

  /** The native program where npm put it: its Node wrapper forgets the exit code. */
  private static Path forge(Path contracts) throws IOException {
    try (var packages = Files.list(contracts.resolve("node_modules/@foundry-rs"))) {
      return packages
          .map(folder -> folder.resolve("bin/forge"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no forge: run npm ci in contracts/"));
    }
  }

  /** A figure of the ballot by its name in the snapshot. */
  long ballot(String name) {
    return number(ballot, name);
  }

  /** A figure of the Governor by its name in the snapshot. */
  long governor(String name) {
    return number(governor, name);
  }

  private static long number(JsonNode snapshot, String name) {
    if (!snapshot.path(name).isTextual()) {
      throw new IllegalStateException("no gas test measures \"%s\" any more".formatted(name));
    }
    return Long.parseLong(snapshot.path(name).textValue());
  }
}
