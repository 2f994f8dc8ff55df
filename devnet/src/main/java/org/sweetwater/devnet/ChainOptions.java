package org.sweetwater.devnet;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that choose a chain, for every command that starts a network; a picocli mixin. */
final class ChainOptions {
  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--chain",
      paramLabel = "CLIENT",
      converter = ClientName.class,
      description =
          "The node to start: anvil (the default) or besu, which is looked for in BESU_HOME and on the PATH.")
  private Optional<Client> client = Optional.empty();

  @Option(
      names = "--rpc-url",
      paramLabel = "URL",
      description = "A node of your own instead; the contracts are deployed to its chain.")
  private Optional<URI> rpcUrl = Optional.empty();

  @Option(
      names = "--funder-key",
      paramLabel = "HEX",
      description =
          "With --rpc-url: the private key that pays for the others. It shows in the list of processes; --funder-key-env does not.")
  private Optional<String> funderKey = Optional.empty();

  @Option(
      names = "--funder-key-env",
      paramLabel = "NAME",
      description =
          "With --rpc-url: the environment variable that holds that key (default: the test mnemonic's first account). A gas-free chain needs none.")
  private Optional<String> funderKeyEnv = Optional.empty();

  /** Made by picocli. */
  ChainOptions() {
    this(System.getenv());
  }

  ChainOptions(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The chain that the options name; warns of a key on the command line, which is no secret.
   *
   * @throws ParameterException when the options contradict each other
   * @throws DevnetException when a key is none, or there is no Besu, with the place to get one
   */
  ChainChoice choice() {
    refuseContradictions();
    if (rpcUrl.isEmpty()) {
      return switch (client.orElse(Client.ANVIL)) {
        case ANVIL -> ChainChoice.ANVIL;
        case BESU -> new ChainChoice.Besu(BesuProcess.find(environment));
      };
    }
    funderKey.ifPresent(
        ignored ->
            command
                .commandLine()
                .getErr()
                .println(
                    "sw: warning: --funder-key shows in the list of processes and the shell's history; prefer --funder-key-env NAME"));
    return new ChainChoice.Foreign(
        rpcUrl.get(),
        funderKey
            .map(key -> FunderKey.parse("--funder-key", key))
            .or(() -> funderKeyEnv.map(name -> FunderKey.fromEnvironment(environment, name))));
  }

  private void refuseContradictions() {
    boolean isFunded = funderKey.isPresent() || funderKeyEnv.isPresent();
    if (client.isPresent() && rpcUrl.isPresent()) {
      throw wrong("--chain and --rpc-url exclude each other: we start a node, or use yours");
    }
    if (isFunded && rpcUrl.isEmpty()) {
      throw wrong(
          "--funder-key and --funder-key-env need --rpc-url: our own chain needs no funder");
    }
    if (funderKey.isPresent() && funderKeyEnv.isPresent()) {
      throw wrong("--funder-key and --funder-key-env exclude each other");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** The clients that we can start. */
  enum Client {
    ANVIL,
    BESU
  }

  /** Reads a client's name as people write it. */
  static final class ClientName implements ITypeConverter<Client> {
    @Override
    public Client convert(String name) {
      return switch (name) {
        case "anvil" -> Client.ANVIL;
        case "besu" -> Client.BESU;
        default ->
            throw new TypeConversionException("expected anvil or besu, found '%s'".formatted(name));
      };
    }
  }
}
