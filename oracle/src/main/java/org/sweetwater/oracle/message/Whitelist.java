package org.sweetwater.oracle.message;

import static java.util.Collections.unmodifiableMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type sets that Snapshot's sequencer accepts, as far as published clients make them. A type
 * set outside may leave fields unsigned (for example {@code choice}), so nothing else is read.
 *
 * <p>Source: snapshot.js 0.17.5, {@code sign/hashedTypes.json} (sha256 of each set). The 36 vote
 * sets follow a grammar; the other sets are listed. Six of its sets, of kinds that no service here
 * reads (alias, subscribe, delete-space with other senders), are not known and so refused.
 */
final class Whitelist {
  private static final Map<String, Entry> BY_JSON = build();
  private static final List<TypeSet> VOTES = setsOf(true);
  private static final List<TypeSet> PROPOSALS = setsOf(false);

  private Whitelist() {}

  /** A whitelisted type set and the kind of message it makes. */
  record Entry(MessageKind kind, TypeSet types) {}

  /** Finds the set whose {@code JSON.stringify} text is given. */
  static Optional<Entry> find(String typesJson) {
    return Optional.ofNullable(BY_JSON.get(typesJson));
  }

  /** All vote sets, those that today's clients produce first. */
  static List<TypeSet> votes() {
    return VOTES;
  }

  /** All proposal sets, those that SnapshotBallot takes first. */
  static List<TypeSet> proposals() {
    return PROPOSALS;
  }

  /** How many sets are known. */
  static int size() {
    return BY_JSON.size();
  }

  private static List<TypeSet> setsOf(boolean votes) {
    return BY_JSON.values().stream()
        .filter(entry -> votes ? entry.kind().isVote() : entry.kind() == MessageKind.PROPOSAL)
        .map(Entry::types)
        .toList();
  }

  private static Map<String, Entry> build() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    addVotes(entries);
    addProposals(entries);
    addOthers(entries);
    return unmodifiableMap(entries);
  }

  private static void add(Map<String, Entry> entries, MessageKind kind, String encodeType) {
    TypeSet types = TypeSet.of(encodeType);
    if (entries.put(types.json(), new Entry(kind, types)) != null) {
      throw new IllegalStateException("type set listed twice: " + encodeType);
    }
  }

  private static void addVotes(Map<String, Entry> entries) {
    String full = ",string reason,string app,string metadata";
    addVotes(entries, "string", List.of(full));
    addVotes(
        entries,
        "address",
        List.of(full, "", ",string metadata", ",string app", ",string reason,string app"));
  }

  private static void addVotes(Map<String, Entry> entries, String from, List<String> tails) {
    Map<String, MessageKind> choices = new LinkedHashMap<>();
    choices.put("uint32", MessageKind.VOTE);
    choices.put("uint32[]", MessageKind.VOTE_ARRAY);
    choices.put("string", MessageKind.VOTE_STRING);
    for (String tail : tails) {
      for (String proposal : List.of("string", "bytes32")) {
        choices.forEach(
            (choice, kind) ->
                add(
                    entries,
                    kind,
                    "Vote(%s from,string space,uint64 timestamp,%s proposal,%s choice%s)"
                        .formatted(from, proposal, choice, tail)));
      }
    }
  }

  private static void addProposals(Map<String, Entry> entries) {
    String head = " from,string space,uint64 timestamp,string type,string title,string body,";
    String discussed = head + "string discussion,string[] choices,";
    String range = "uint64 start,uint64 end,uint64 snapshot,";
    List<String> sets = new ArrayList<>();
    String current =
        discussed + "string[] labels," + range + "string plugins,string privacy,string app";
    sets.add("string" + current);
    sets.add("address" + current);
    sets.add("address" + discussed + "string[] labels," + range + "string plugins,string app");
    sets.add("address" + discussed + range + "string plugins,string app");
    sets.add("address" + discussed + range + "string plugins");
    sets.add("address" + discussed + range + "string network,string plugins");
    String first = range + "string network,string strategies,string plugins,string metadata";
    sets.add("address" + discussed + first);
    sets.add("address" + head + "string[] choices," + first);
    sets.forEach(set -> add(entries, MessageKind.PROPOSAL, "Proposal(" + set + ")"));
  }

  private static void addOthers(Map<String, Entry> entries) {
    for (String from : List.of("string", "address")) {
      for (String proposal : List.of("string", "bytes32")) {
        add(
            entries,
            MessageKind.DELETE_PROPOSAL,
            "CancelProposal(%s from,string space,uint64 timestamp,%s proposal)"
                .formatted(from, proposal));
      }
      add(
          entries,
          MessageKind.FLAG_PROPOSAL,
          "FlagProposal(%s from,string space,string proposal,uint64 timestamp)".formatted(from));
      add(
          entries,
          MessageKind.PROFILE,
          "Profile(%s from,uint64 timestamp,string profile)".formatted(from));
      add(
          entries,
          MessageKind.STATEMENT,
          "Statement(%s from,uint64 timestamp,string space,string about,string statement,string discourse,string status,string network)"
              .formatted(from));
    }
    add(
        entries,
        MessageKind.STATEMENT,
        "Statement(address from,uint64 timestamp,string space,string about,string statement)");
    addUpdates(entries);
    addSubscriptions(entries);
    add(
        entries,
        MessageKind.SETTINGS,
        "Space(address from,string space,uint64 timestamp,string settings)");
    add(
        entries,
        MessageKind.DELETE_SPACE,
        "DeleteSpace(address from,string space,uint64 timestamp)");
    add(entries, MessageKind.ALIAS, "Alias(address from,address alias,uint64 timestamp)");
    add(
        entries,
        MessageKind.REVOKE_ALIAS,
        "RevokeAlias(address from,address alias,uint64 timestamp)");
  }

  private static void addUpdates(Map<String, Entry> entries) {
    String update =
        " from,string space,uint64 timestamp,string type,string title,string body,string discussion,string[] choices,";
    for (String set :
        List.of(
            "string" + update + "string[] labels,string plugins,string privacy",
            "address" + update + "string[] labels,string plugins,string privacy",
            "address" + update + "string[] labels,string plugins",
            "address" + update + "string plugins")) {
      add(entries, MessageKind.UPDATE_PROPOSAL, "UpdateProposal(string proposal," + set + ")");
    }
  }

  private static void addSubscriptions(Map<String, Entry> entries) {
    for (String set :
        List.of(
            "string from,string network,string space,uint64 timestamp",
            "address from,string network,string space,uint64 timestamp",
            "address from,string space,uint64 timestamp",
            "address from,string space")) {
      add(entries, MessageKind.FOLLOW, "Follow(" + set + ")");
      add(entries, MessageKind.UNFOLLOW, "Unfollow(" + set + ")");
    }
    String subscription = "(address from,string space,uint64 timestamp)";
    add(entries, MessageKind.SUBSCRIBE, "Subscribe" + subscription);
    add(entries, MessageKind.UNSUBSCRIBE, "Unsubscribe" + subscription);
  }
}
