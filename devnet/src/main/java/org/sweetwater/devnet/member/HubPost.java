package org.sweetwater.devnet.member;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sweetwater.oracle.message.Cid;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.wrappers.Address;

/** Posts a signed message to a hub, and checks what the hub says about it. */
final class HubPost {
  private final HubClient hub;
  private final PrintWriter terminal;

  HubPost(HubClient hub, PrintWriter terminal) {
    this.hub = hub;
    this.terminal = terminal;
  }

  /**
   * Posts it and prints what came back.
   *
   * @param remedy what to do when the hub does not take it
   */
  void post(byte[] bytes, Envelope envelope, String remedy) throws InterruptedException {
    switch (hub.post(bytes)) {
      case HubAnswer.Taken taken -> report(taken, envelope);
      case HubAnswer.Refused(int status, String reason, String detail) ->
          throw new MemberException(
              "the hub %s refused it: %s%s; %s"
                  .formatted(
                      hub.shown(), reason, detail.isEmpty() ? "" : " (" + detail + ")", remedy));
      case HubAnswer.Unreachable(String reason) ->
          throw new MemberException(
              "the hub %s did not take it: %s; %s".formatted(hub.shown(), reason, remedy));
    }
  }

  private void report(HubAnswer.Taken taken, Envelope envelope) {
    terminal.println("taken by  " + hub.shown());
    terminal.println("id        " + taken.id());
    terminal.println("ipfs      " + taken.ipfs());
    terminal.println(
        "receipt   %s by relayer %s".formatted(taken.receipt(), taken.relayer().checksummed()));
    if (!taken.id().equals(envelope.message().id())) {
      warn("the hub names another id than the signed message has: " + envelope.message().id());
    }
    if (!Cid.matches(taken.ipfs(), envelope.pinnedJson().getBytes(StandardCharsets.UTF_8))) {
      warn("the ipfs address is in no form that can be checked here against the message");
    }
    Optional<Address> signer =
        Signatures.recover(Signatures.personalDigest(envelope.signature()), taken.receipt())
            .map(Signatures.Recovered::signer);
    if (!signer.equals(Optional.of(taken.relayer()))) {
      warn("the receipt is not signed by the relayer that it names");
    }
    terminal.flush();
  }

  private void warn(String text) {
    terminal.println("WARNING   " + text);
  }
}
