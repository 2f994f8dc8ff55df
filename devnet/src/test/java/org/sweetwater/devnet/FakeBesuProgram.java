package org.sweetwater.devnet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A {@code bin/besu} that notes how it was called and then becomes anvil on the port that was meant
 * for Besu, its state in the folder that was meant for Besu's.
 *
 * @param program the executable
 * @param record what it was given: JAVA_HOME first, then its arguments, a line each
 */
record FakeBesuProgram(Path program, Path record) {
  /** Installs it below {@code home}, as BESU_HOME has it. */
  static FakeBesuProgram install(Path home) throws IOException {
    Path record = home.resolve("called-with");
    String anvil = Checkout.find().foundry("anvil").toString();
    String script =
        """
      #!/bin/sh
      printf '%%s\\n' "$JAVA_HOME" "$@" >'%s'
      for argument in "$@"; do
        case $argument in
          --rpc-http-port=*) port=${argument#*=} ;;
          --data-path=*) data=${argument#*=} ;;
        esac
      done
      exec '%s' --port "$port" --chain-id 1337 --block-time 1 --base-fee 0 --gas-price 0 \\
        --balance 0 --state "$data/anvil.json"
      """
            .formatted(record, anvil);
    return new FakeBesuProgram(write(home, script), record);
  }

  /** Installs one that cannot start. */
  static Path installBroken(Path home) throws IOException {
    return write(
        home, "#!/bin/sh\necho 'To start with: nothing'\necho 'Unknown option: --x'\nexit 1\n");
  }

  private static Path write(Path home, String script) throws IOException {
    Path program = Files.createDirectories(home.resolve("bin")).resolve("besu");
    Files.writeString(program, script);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  List<String> calledWith() throws IOException {
    return Files.readAllLines(record);
  }
}
