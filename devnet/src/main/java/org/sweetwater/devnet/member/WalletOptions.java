package org.sweetwater.devnet.member;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.wrappers.chain.ChainClient;
import picocli.CommandLine.Option;

/** Which wallet a member signs with: a keystore file, or one in the browser. */
public final class WalletOptions {
  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description =
          "Sign with a keystore file (Web3 Secret Storage); its password is asked on the terminal.")
  private Optional<Path> keystore = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Take the keystore's password from the first line of a file.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--browser",
      description = "Sign with the wallet in your browser, on a local page (the default).")
  private boolean browser;

  @Option(
      names = "--no-open",
      description = "Only print the page's address; do not try to open a browser.")
  private boolean noOpen;

  /** Made by picocli. */
  public WalletOptions() {}

  /** Opens the wallet; the browser's address is printed. */
  public MemberWallet open(ChainClient chain, Courier courier, PrintWriter terminal) {
    if (keystore.isPresent() && browser) {
      throw new MemberException("--keystore and --browser: expected one of them, found both");
    }
    if (keystore.isPresent()) {
      return new KeystoreWallet(chain, Keystores.open(keystore.get(), passwordFile));
    }
    if (passwordFile.isPresent()) {
      throw new MemberException("--password-file: expected together with --keystore FILE");
    }
    BrowserWallet wallet =
        BrowserWallet.open(chain, courier, BrowserWallet.PATIENCE, terminal::println);
    terminal.println(
        "Open this page in the browser that has your wallet; it is good for one visit:");
    terminal.println("  " + wallet.address());
    terminal.flush();
    if (!noOpen) {
      show(wallet.address(), System.getenv(), terminal);
    }
    return wallet;
  }

  /** Only where somebody sits before a display; a failure leaves the printed address. */
  private static void show(URI page, Map<String, String> environment, PrintWriter terminal) {
    boolean isMac = System.getProperty("os.name").startsWith("Mac");
    boolean hasDisplay =
        isMac || environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    if (!hasDisplay) {
      return;
    }
    try {
      new ProcessBuilder(List.of(isMac ? "open" : "xdg-open", page.toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      terminal.println(
          "No browser could be opened (%s); open it yourself.".formatted(e.getMessage()));
      terminal.flush();
    }
  }
}
