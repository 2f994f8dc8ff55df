package org.sweetwater.oracle;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.migrations.Role;
import org.sweetwater.oracle.recount.ChainRecord;
import org.sweetwater.oracle.recount.MessageArchive;
import org.sweetwater.oracle.recount.Recount;
import org.sweetwater.oracle.recount.Report;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sw ballot recount}: recomputes a ballot's result from an archive and the chain's events.
 */
@Command(
    name = "recount",
    mixinStandardHelpOptions = true,
    description =
        "Recomputes a ballot's result from the archived signatures and the chain's events.",
    footer = {
      "",
      "Shares no code with the contract or with what carries votes. Ends with 0 when the"
          + " contract's",
      "word is right, with 1 when it is not or when the recount cannot be made."
    })
public final class RecountCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "ID", description = "The ballot: its proposal's id.")
  private String id = "";

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The oracle's configuration: its database, node and deployment are read.")
  private Path config = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  public RecountCommand() {}

  @Override
  public Integer call() {
    try {
      Report report = recount(Hash32.parse(id));
      print(report);
      return report.agrees() ? 0 : 1;
    } catch (ConfigException
        | DatabaseException
        | FatalException
        | RetryableException
        | IllegalArgumentException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (StatementException noTable) {
      return failed("the database has no archive; run sw migrate first");
    }
  }

  private Report recount(Hash32 ballot) {
    OracleConfig settings = ConfigFile.read(config, OracleConfig.class, System.getenv());
    Deployment deployment = OracleService.deploymentOf(settings);
    RpcEndpoint node = RpcEndpoint.of(settings.chain().rpcUrl());
    try (Database database = Database.open(settings.database(), Role.ORACLE);
        ChainClient chain = ChainClient.connect(node, deployment.chainId())) {
      MessageArchive archive = MessageArchive.read(Jdbi.create(database.dataSource()), ballot);
      return Recount.of(ballot, archive, ChainRecord.read(chain, deployment));
    }
  }

  private void print(Report report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("ballot     %s%s%n", report.ballot(), report.isClosed() ? "" : " (still open)");
    out.printf("counted    %s%n", report.counted());
    out.printf("archived   %s%n", report.archived());
    out.printf("extensions %d%n", report.extensions());
    report.notes().forEach(note -> out.printf("note       %s%n", note));
    report.disagreements().forEach(found -> out.printf("WRONG      %s%n", found));
    out.println(
        report.agrees()
            ? "The recount comes to what the contract says."
            : "The recount does NOT come to what the contract says.");
    out.flush();
  }

  private int failed(String message) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + message);
    return 1;
  }
}
