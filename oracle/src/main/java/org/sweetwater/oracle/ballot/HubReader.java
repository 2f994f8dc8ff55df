package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.sweetwater.oracle.ballot.HubProblem.Kind;
import org.sweetwater.oracle.ballot.HubProblem.Reason;
import org.sweetwater.oracle.ballot.RowReader.Shown;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Brings everything new from a hub into the archive. All its memory is of what is not archived yet,
 * so a new one after a crash goes on where the old one was. For one thread at a time.
 */
final class HubReader {
  /** Rows read in one poll for one list; the others wait for the next poll. */
  static final int READ_MAX = 10_000;

  /** Answers that are asked for and read while an earlier one is stored. */
  private static final int LOOKED_AHEAD = 2;

  private final HubSource source;
  private final Archive archive;
  private final InstantSource clock;
  private final HubRequests requests;
  private final RowReader rows;
  private final RetryBook book;
  private final CatchUp catchUp;
  private final Map<Scope, Listing> listings = new HashMap<>();
  private final Set<Scope> unfinished = new HashSet<>();
  private final Lock asking = new ReentrantLock();
  private int polls;

  HubReader(
      HubSource source,
      Archive archive,
      HubSpace space,
      CatchUp catchUp,
      InstantSource clock,
      RandomGenerator random) {
    this(source, archive, space, new HubRequests(space), catchUp, clock, random);
  }

  HubReader(
      HubSource source,
      Archive archive,
      HubSpace space,
      HubRequests requests,
      CatchUp catchUp,
      InstantSource clock,
      RandomGenerator random) {
    this.source = source;
    this.archive = archive;
    this.catchUp = catchUp;
    this.clock = clock;
    this.requests = requests;
    this.rows = new RowReader(space);
    this.book = new RetryBook(random);
  }

  /**
   * Reads what is new: all proposals of the space, and the votes on some.
   *
   * @param watched the proposals whose voting is not over on-chain
   * @throws RetryableException when the hub does not answer; what was read before is archived
   */
  PollResult poll(Collection<Hash32> watched) {
    List<Scope> scopes = scopes(watched);
    listings.keySet().retainAll(scopes);
    unfinished.retainAll(scopes);
    catchUp.retain(watched);
    int proposals = 0;
    int votes = 0;
    for (Scope scope : scopes) {
      int stored = read(scope);
      switch (scope) {
        case Scope.Proposals() -> proposals += stored;
        case Scope.Votes(Hash32 proposal) -> votes += stored;
      }
    }
    // A list that was cut short waits for the next poll: a hub may make up lists without an end.
    return new PollResult(proposals, votes, !unfinished.isEmpty(), book.takeProblems());
  }

  /** Begins with another one each time, so that one that always fails holds no other up. */
  private List<Scope> scopes(Collection<Hash32> watched) {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Scope.Proposals());
    new LinkedHashSet<>(watched).forEach(proposal -> scopes.add(new Scope.Votes(proposal)));
    Collections.rotate(scopes, polls++);
    return scopes;
  }

  private int read(Scope scope) {
    Listing listing = listings.computeIfAbsent(scope, key -> new Listing(key, requests, source));
    // What is listed is read before more is listed.
    if (!unfinished.contains(scope)) {
      listing.refresh(clock.instant());
    }
    List<Hash32> wanted = wanted(listing);
    if (scope instanceof Scope.Votes(Hash32 proposal) && wanted.size() >= CatchUp.VOTES_MIN) {
      catchUp.begin(proposal, clock.instant());
    }
    List<List<Hash32>> batches = batches(wanted, HubRequests.idsMax(scope));
    List<Callable<List<Look>>> questions = new ArrayList<>();
    batches.forEach(ids -> questions.add(() -> look(scope, ids)));
    int stored = 0;
    try (InOrder<List<Look>> looks = new InOrder<>(questions, LOOKED_AHEAD)) {
      for (int i = 0; i < questions.size(); i++) {
        stored += take(scope, listing, looks.next());
      }
    }
    if (wanted.size() < READ_MAX) {
      unfinished.remove(scope);
      if (scope instanceof Scope.Votes(Hash32 proposal)) {
        catchUp.end(proposal);
      }
    } else {
      unfinished.add(scope);
    }
    return stored;
  }

  /** The first {@link #READ_MAX} of the listed ids that are worth reading now. */
  private List<Hash32> wanted(Listing listing) {
    Instant now = clock.instant();
    List<Hash32> wanted = new ArrayList<>();
    for (List<Hash32> ids : batches(List.copyOf(listing.wanted()), HubRequests.LIST_MAX)) {
      Set<Hash32> settled = archive.settled(ids);
      settled.forEach(listing::drop);
      ids.stream()
          .filter(id -> !settled.contains(id) && !book.isPostponed(id, now))
          .forEach(wanted::add);
      if (wanted.size() >= READ_MAX) {
        return wanted.subList(0, READ_MAX);
      }
    }
    return wanted;
  }

  /** What the hub shows of one listed thing. */
  private sealed interface Look {
    /** Replaced or deleted since it was listed, or never there. */
    record Gone(Hash32 id) implements Look {}

    /** A proposal. */
    record Proposal(RowOutcome<ProposalMessage> outcome) implements Look {}

    /** A vote. */
    record Vote(RowOutcome<VoteMessage> outcome) implements Look {}
  }

  /** Asks for some rows and reads them; while they are stored, the next are asked for and read. */
  private List<Look> look(Scope scope, List<Hash32> ids) {
    HubSource.Answer answer = ask(HubRequests.read(scope, ids));
    Map<Hash32, JsonNode> byId = byId(answer.data().path("rows"));
    Map<Hash32, JsonNode> messages = byId(answer.data().path("messages"));
    List<Look> looks = new ArrayList<>();
    for (Hash32 id : ids) {
      JsonNode row = byId.getOrDefault(id, MissingNode.getInstance());
      JsonNode message = messages.getOrDefault(id, MissingNode.getInstance());
      looks.add(
          row.isMissingNode()
              ? new Look.Gone(id)
              : look(scope, new Shown(id, row, message, answer.source())));
    }
    return looks;
  }

  private Look look(Scope scope, Shown shown) {
    return switch (scope) {
      case Scope.Proposals() -> new Look.Proposal(rows.proposal(shown));
      case Scope.Votes(Hash32 proposal) -> new Look.Vote(rows.vote(proposal, shown));
    };
  }

  /** A hub is asked one thing at a time. */
  private HubSource.Answer ask(HubSource.Query query) {
    asking.lock();
    try {
      return source.ask(query);
    } finally {
      asking.unlock();
    }
  }

  private int take(Scope scope, Listing listing, List<Look> looks) {
    Instant now = clock.instant();
    Batch batch = new Batch(archive, book, now);
    for (Look look : looks) {
      switch (look) {
        case Look.Gone(Hash32 id) -> {
          listing.drop(id);
          book.failed(notShown(scope, id), now);
        }
        case Look.Proposal(var outcome) -> batch.addProposal(outcome);
        case Look.Vote(var outcome) -> batch.addVote(outcome);
      }
    }
    Batch.Stored stored = batch.store();
    stored.settled().forEach(listing::drop);
    return stored.taken();
  }

  private static HubProblem notShown(Scope scope, Hash32 id) {
    Kind kind = scope instanceof Scope.Votes ? Kind.VOTE : Kind.PROPOSAL;
    Hash32 proposalId = scope instanceof Scope.Votes(Hash32 proposal) ? proposal : id;
    return new HubProblem(
        kind,
        id,
        proposalId,
        Optional.empty(),
        Reason.NOT_REBUILDABLE,
        "the hub lists it and does not show it");
  }

  private static Map<Hash32, JsonNode> byId(JsonNode rows) {
    Map<Hash32, JsonNode> byId = new HashMap<>();
    rows.forEach(row -> RowFields.id(row).ifPresent(id -> byId.putIfAbsent(id, row)));
    return byId;
  }

  private static <T> List<List<T>> batches(List<T> list, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int i = 0; i < list.size(); i += size) {
      batches.add(list.subList(i, Math.min(list.size(), i + size)));
    }
    return batches;
  }
}
