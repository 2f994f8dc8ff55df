package org.sweetwater.oracle.ballot;

import java.util.Arrays;
import java.util.List;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.oracle.relay.RevertReason;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.CustomError;

/** What each error of SnapshotBallot means for each call that we make there. */
final class BallotRevertPolicy implements RevertPolicy {
  private static final String PREFIX = "SnapshotBallot_";

  /** The errors of our contracts: an execution passes on those of the contract it calls. */
  static ErrorCatalogue errors() {
    return new ErrorCatalogue(
        List.of(SnapshotBallot.class, NodeRegistry.class, NodeTouchLimit.class, Cradle.class)
            .stream()
            .flatMap(contract -> errorsOf(contract).stream())
            .toList());
  }

  @Override
  public RevertMeaning meaningOf(String kind, RevertReason reason) {
    String error =
        reason instanceof RevertReason.Custom custom && custom.name().startsWith(PREFIX)
            ? custom.name().substring(PREFIX.length())
            : "";
    return switch (BallotCall.of(kind)) {
      case OPEN -> ofOpen(error);
      case COUNT, COUNT_CONTRACT_VOTE -> ofCount(error);
      case CLOSE -> ofClose(error);
      case EXECUTE -> ofExecute(error);
    };
  }

  private static RevertMeaning ofOpen(String error) {
    return switch (error) {
      case "AlreadyOpen" -> RevertMeaning.ALREADY_DONE;
      case "EndTooSoon", "Editable", "DataTooShort", "SnapshotTooOld" -> RevertMeaning.NEVER;
      // A listing, a closed ballot, a block or a wallet's owners may change the rest.
      default -> RevertMeaning.NOT_YET;
    };
  }

  private static RevertMeaning ofCount(String error) {
    return switch (error) {
      // Somebody else brought these votes; the keeper looks at each.
      case "NothingCounted", "VoteNotCountable" -> RevertMeaning.ALREADY_DONE;
      case "CountingOver", "StatusIs" -> RevertMeaning.NEVER;
      default -> RevertMeaning.NOT_YET;
    };
  }

  private static RevertMeaning ofClose(String error) {
    return error.equals("StatusIs") ? RevertMeaning.ALREADY_DONE : RevertMeaning.NOT_YET;
  }

  private static RevertMeaning ofExecute(String error) {
    return switch (error) {
      case "StatusIs" -> RevertMeaning.ALREADY_DONE;
      case "MandateExpired", "ActionAlreadyExecuted" -> RevertMeaning.NEVER;
      // The called contract may take the call later, within the mandate.
      default -> RevertMeaning.NOT_YET;
    };
  }

  private static List<CustomError> errorsOf(Class<?> contract) {
    return Arrays.stream(contract.getFields())
        .filter(field -> field.getType() == CustomError.class)
        .map(
            field -> {
              try {
                return (CustomError) field.get(null);
              } catch (IllegalAccessException hidden) {
                throw new IllegalStateException(
                    "generated code: expected a public field, found " + field, hidden);
              }
            })
        .toList();
  }
}
