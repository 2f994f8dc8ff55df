package org.sweetwater.devnet.member;

/** Whatever happens, the member's page learns how it ended. */
public final class Farewell {
  private Farewell() {}

  /** What a command does with a wallet. */
  public interface Work {
    /** Does it; returns how it ended, in one line. */
    String run() throws InterruptedException;
  }

  /** Does the work, and tells the wallet's page how it ended; returns that line. */
  public static String of(MemberWallet wallet, Work work) throws InterruptedException {
    try {
      String end = work.run();
      wallet.tell(new MemberWallet.Ending(true, end + " You can close this page."));
      return end;
    } catch (RuntimeException e) {
      wallet.tell(new MemberWallet.Ending(false, String.valueOf(e.getMessage())));
      throw e;
    }
  }
}
