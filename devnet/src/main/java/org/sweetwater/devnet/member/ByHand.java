package org.sweetwater.devnet.member;

import java.io.PrintWriter;
import java.util.List;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.oracle.ballot.HandOver;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Receipt;

/** Brings a signed message to the contract in a transaction of the member's: no hub, no oracle. */
final class ByHand {
  private final Deployment deployment;
  private final Courier courier;
  private final PrintWriter terminal;

  ByHand(Deployment deployment, Courier courier, PrintWriter terminal) {
    this.deployment = deployment;
    this.courier = courier;
    this.terminal = terminal;
  }

  /** Who pays for the transaction. */
  interface Payer {
    /** Sends it and waits until it is mined. */
    Receipt send(Explanation what, Address to, Bytes data) throws InterruptedException;
  }

  /** Opens the ballot of a signed proposal; returns how it ended, in one line. */
  String open(Envelope proposal, Payer payer) throws InterruptedException {
    return switch (courier.open(proposal)) {
      case HandOver.Done(String detail) -> detail;
      case HandOver.Refused(String code, String detail) ->
          throw new MemberException(
              "the contract would not open it: %s: %s".formatted(code, detail));
      case HandOver.Ready(Bytes call) -> {
        Receipt receipt =
            payer.send(explain("Open the ballot", "open", proposal), deployment.ballot(), call);
        report(receipt);
        if (courier.ballot(proposal.message().id()).isEmpty()) {
          throw new MemberException(
              "transaction %s was mined, but no ballot is open; was it the wallet's transaction?"
                  .formatted(receipt.transactionHash()));
        }
        yield "The ballot is open in block %d.".formatted(receipt.block().number());
      }
    };
  }

  /** Has a signed vote counted; returns how it ended, in one line. */
  String count(Envelope vote, Payer payer) throws InterruptedException {
    return switch (courier.count(vote)) {
      case HandOver.Done(String detail) -> detail;
      case HandOver.Refused(String code, String detail) ->
          throw new MemberException(
              "the contract would not count it: %s: %s".formatted(code, detail));
      case HandOver.Ready(Bytes call) -> {
        Receipt receipt =
            payer.send(explain("Have the vote counted", "count", vote), deployment.ballot(), call);
        report(receipt);
        yield counted((VoteMessage) vote.message(), receipt);
      }
    };
  }

  private String counted(VoteMessage vote, Receipt receipt) {
    Hash32 ballot = vote.proposalId().orElseThrow();
    Courier.Standing standing =
        courier
            .standingVote(ballot, vote.sender().orElseThrow())
            .filter(found -> found.timestamp() == vote.timestamp())
            .orElseThrow(
                () ->
                    new MemberException(
                        "transaction %s was mined, but another vote stands: somebody brought a later one"
                            .formatted(receipt.transactionHash())));
    return "Counted: %s by %s, in block %d."
        .formatted(
            ChoiceName.of(standing.choice()),
            vote.sender().orElseThrow().checksummed(),
            receipt.block().number());
  }

  private Explanation explain(String heading, String function, Envelope message) {
    return new Explanation(
        heading,
        List.of(
            new Explanation.Fact("Contract", "SnapshotBallot " + deployment.ballot()),
            new Explanation.Fact("Function", function),
            new Explanation.Fact("Message", message.message().id().hex()),
            new Explanation.Fact("Signed by", message.address().checksummed()),
            new Explanation.Fact("Chain", Long.toString(deployment.chainId()))),
        List.of());
  }

  private void report(Receipt receipt) {
    terminal.println(
        "transaction %s in block %d, %,d gas"
            .formatted(receipt.transactionHash(), receipt.block().number(), receipt.gasUsed()));
    terminal.flush();
  }
}
