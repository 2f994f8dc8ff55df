package org.sweetwater.devnet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.ProposalDraft;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;

/**
 * Second act: a Snapshot proposal and its votes, signed by the public client and posted to our hub.
 */
final class BallotStage {
  /** The devnet's window. */
  private static final Duration WINDOW = Duration.ofSeconds(20);

  private static final int FOR = 1;
  private static final int AGAINST = 2;
  private static final int ABSTAIN = 3;

  /** Operators 0 to 7 vote for, 8 and 9 against, 10 abstains; 11 is too late. */
  private static final int VOTES_FOR = 8;

  private static final int VOTES_AGAINST = 2;
  private static final int TWICE = 3;
  private static final int LATE = 11;
  private static final long SUSPENSION_SECONDS = 86_400;

  private final Network network;
  private final ContractCalls calls;
  private final MemberClient members;
  private final Narrator narrator;
  private final Duration window;
  private final Duration opening;

  /**
   * A stage in a network of the usual plan.
   *
   * @param opening how long the oracle may take to find a proposal and open its ballot
   */
  BallotStage(
      Network network,
      ContractCalls calls,
      MemberClient members,
      Narrator narrator,
      Duration opening) {
    this(network, calls, members, narrator, WINDOW, opening);
  }

  /** The same where ordinary ballots have another window. */
  BallotStage(
      Network network,
      ContractCalls calls,
      MemberClient members,
      Narrator narrator,
      Duration window,
      Duration opening) {
    this.network = network;
    this.calls = calls;
    this.members = members;
    this.narrator = narrator;
    this.window = window;
    this.opening = opening;
  }

  /** A posted proposal. */
  record Posted(Hash32 id, String title, Instant end) {}

  Posted propose(Credentials author, String title, String text, Address target, Bytes data)
      throws InterruptedException {
    Instant now = Instant.now();
    Hash32 salt = Hash32.keccak((title + now).getBytes(StandardCharsets.UTF_8));
    CommittedCall call = new CommittedCall(target, data, salt);
    Wallet reader = new Wallet(network.chain(), author);
    Hash32 action =
        Hash32.of(
            reader.read(network.deployment().ballot(), calls.actionOf(target, data, salt)).bytes());
    ProposalDraft draft =
        new ProposalDraft(
            Accounts.addressOf(author),
            network.deployment().space(),
            title,
            text,
            "",
            call,
            action,
            now,
            now.plus(window).plus(opening),
            network.chain().blockNumber() - 1);
    String id = taken(members.propose(author, draft.message()), "the proposal \"" + title + "\"");
    narrator.say("\"%s\" by %s", title, Accounts.addressOf(author));
    narrator.say("proposal %s", id);
    return new Posted(Hash32.parse(id), title, draft.end());
  }

  /** A proposal whose words say one thing and whose call does another. */
  Posted proposeLie(Credentials author, Address victim) throws InterruptedException {
    return propose(
        author,
        "Thank the volunteers of the spring campaign",
        "A warm thank you to all who helped.",
        network.deployment().registry(),
        calls.suspendByBallot(victim, Instant.now().getEpochSecond() + SUSPENSION_SECONDS));
  }

  /** The members vote; returns what the hub refused. */
  List<String> vote(Posted proposal) throws InterruptedException {
    String id = proposal.id().hex();
    String space = network.deployment().space();
    taken(
        members.vote(Accounts.operator(TWICE), space, id, AGAINST, "at first sight"),
        "a first vote");
    for (int i = 0; i <= VOTES_FOR + VOTES_AGAINST; i++) {
      if (i != TWICE) {
        taken(
            members.vote(Accounts.operator(i), space, id, choiceOf(i), ""),
            "the vote of operator " + i);
      }
    }
    // The signed time has whole seconds, and of two votes the later counts.
    Thread.sleep(Duration.ofMillis(1_500));
    taken(
        members.vote(Accounts.operator(TWICE), space, id, FOR, "on second thoughts"),
        "a second vote");
    narrator.say(
        "11 members voted through @snapshot-labs/snapshot.js; operator %d voted twice", TWICE);
    List<String> refusals = new ArrayList<>();
    Address claimed = Accounts.addressOf(Accounts.operator(LATE));
    refusals.add(
        refused(
            "a forged signature", members.forge(Accounts.stranger(), claimed, space, id, AGAINST)));
    refusals.add(
        refused(
            "a voter without a node",
            members.vote(Accounts.stranger(), space, id, AGAINST, "let me")));
    return refusals;
  }

  /** Eight members vote for, two against, one abstains, and that is all. */
  void voteQuietly(Posted proposal) {
    for (int i = 0; i <= VOTES_FOR + VOTES_AGAINST; i++) {
      taken(
          members.vote(
              Accounts.operator(i),
              network.deployment().space(),
              proposal.id().hex(),
              choiceOf(i),
              ""),
          "the vote of operator " + i);
    }
  }

  /** The author takes the proposal off the hub; nothing on-chain may change. */
  void delete(Credentials author, Posted proposal) {
    taken(
        members.delete(author, network.deployment().space(), proposal.id().hex()), "the deletion");
    narrator.say(
        "the hub no longer shows it; the oracle keeps what was signed, the contract what it counted");
  }

  /** A vote after the end. */
  String voteLate(Posted proposal) throws InterruptedException {
    Instant late = proposal.end().plusSeconds(2);
    narrator.say("waiting %d s for the end", Duration.between(Instant.now(), late).toSeconds());
    Patience.until(late);
    return refused(
        "a late vote",
        members.vote(
            Accounts.operator(LATE),
            network.deployment().space(),
            proposal.id().hex(),
            AGAINST,
            "sorry, traffic"));
  }

  private static int choiceOf(int operator) {
    if (operator < VOTES_FOR) {
      return FOR;
    }
    return operator < VOTES_FOR + VOTES_AGAINST ? AGAINST : ABSTAIN;
  }

  private static String taken(MemberClient.Answer answer, String what) {
    return switch (answer) {
      case MemberClient.Answer.Taken(var id) -> id;
      case MemberClient.Answer.Refused(var error, var reason) ->
          throw new DevnetException("the hub refused %s: %s, %s".formatted(what, error, reason));
    };
  }

  private String refused(String what, MemberClient.Answer answer) {
    return switch (answer) {
      case MemberClient.Answer.Refused(var error, var reason) -> {
        narrator.say("%s: refused, %s", what, reason);
        yield reason;
      }
      case MemberClient.Answer.Taken(var id) ->
          throw new DevnetException("the hub took %s (%s)".formatted(what, id));
    };
  }
}
