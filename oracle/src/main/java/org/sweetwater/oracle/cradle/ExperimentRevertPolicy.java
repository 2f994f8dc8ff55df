package org.sweetwater.oracle.cradle;

import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.oracle.relay.RevertReason;

/** What each error of Cradle means for the calls that we make there. */
final class ExperimentRevertPolicy implements RevertPolicy {
  private static final String PREFIX = "Cradle_";

  @Override
  public RevertMeaning meaningOf(String kind, RevertReason reason) {
    String error =
        reason instanceof RevertReason.Custom custom && custom.name().startsWith(PREFIX)
            ? custom.name().substring(PREFIX.length())
            : "";
    return switch (error) {
      // Another oracle was first, or enough attested without us.
      case "StatusIs", "NothingAttested" -> RevertMeaning.ALREADY_DONE;
      case "SeedMissed", "RunsMissing" -> RevertMeaning.NEVER;
      default -> RevertMeaning.NOT_YET;
    };
  }
}
