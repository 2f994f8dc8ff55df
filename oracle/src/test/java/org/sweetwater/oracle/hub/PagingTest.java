package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.hub.HubQueries.Row;
import org.sweetwater.oracle.hub.Submission.Change;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/**
 * Readers who page while others write miss nothing and repeat nothing. Seeds are the parameters.
 */
class PagingTest {
  private static final long NOW = TestHub.START;
  private static final int WRITERS = 4;
  private static final int VOTES_EACH = 15;

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(NOW));
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource()).installPlugin(new PostgresPlugin());
  private final List<MessageStore> processes =
      List.of(new MessageStore(jdbi, clock), new MessageStore(jdbi, clock));
  private final HubQueries queries = new HubQueries(jdbi, space(), clock);
  private Hash32 proposal = Hash32.ZERO;

  @BeforeEach
  void propose() {
    TestSigner author = TestSigner.of(1);
    CommittedCall call = new CommittedCall(author.address(), Bytes.EMPTY, Hash32.ZERO);
    Envelope envelope =
        envelope(
            author.post(TestSigner.PROPOSAL, author.proposal(call, Hash32.ZERO, NOW, NOW + 3600)));
    ProposalMessage message = (ProposalMessage) envelope.message();
    store(0, envelope, new Change.Propose(message, author.address()));
    proposal = message.id();
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void pagingMessagesByMciSeesEachOnceInOrder(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> seen = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = startWriters(executor, seed);
      long cursor = 0;
      boolean writing = true;
      while (writing) {
        writing = writers.stream().anyMatch(writer -> !writer.isDone());
        for (Row row : page(random, cursor)) {
          seen.add(String.valueOf(row.fields().get("id")));
          cursor = number(row, "mci");
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      for (List<Row> rest = page(random, cursor); !rest.isEmpty(); rest = page(random, cursor)) {
        for (Row row : rest) {
          seen.add(String.valueOf(row.fields().get("id")));
          cursor = number(row, "mci");
        }
      }
    }
    assertThat(seen).hasSize(1 + WRITERS * VOTES_EACH).doesNotHaveDuplicates();
  }

  private List<Row> page(Random random, long cursor) {
    Map<String, Object> where = Map.of("mci_gt", cursor);
    return queries.messages(new Page(1 + random.nextInt(9), 0, where, "mci", true, Fields.ALL));
  }

  /** The pager that section 1.4 of the protocol notes advises: skip within one second. */
  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void pagingVotesByCreatedSeesEveryVoteThatWasThereBefore(long seed) throws Exception {
    Random random = new Random(seed);
    writeVotes(99, random);
    Set<String> before = new LinkedHashSet<>();
    queries
        .votes(new Page(1000, 0, Map.of(), "created", true, Fields.ALL))
        .forEach(row -> before.add(id(row)));
    Set<String> seen = new LinkedHashSet<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = startWriters(executor, seed);
      pageByCreated(random, seen);
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(seen).containsAll(before);
    Set<String> again = new LinkedHashSet<>();
    pageByCreated(random, again);
    assertThat(again).hasSize((1 + WRITERS) * VOTES_EACH);
  }

  private void pageByCreated(Random random, Set<String> seen) {
    long created = 0;
    int skip = 0;
    while (true) {
      Map<String, Object> where = Map.of("proposal", proposal.hex(), "created_gte", created);
      List<Row> rows =
          queries.votes(new Page(2 + random.nextInt(9), skip, where, "created", true, Fields.ALL));
      if (rows.isEmpty()) {
        return;
      }
      rows.forEach(row -> seen.add(id(row)));
      long last = number(rows.getLast(), "created");
      long inLastSecond = rows.stream().filter(row -> number(row, "created") == last).count();
      skip = (int) inLastSecond + (last == created ? skip : 0);
      created = last;
    }
  }

  private List<Future<?>> startWriters(ExecutorService executor, long seed) {
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      writers.add(executor.submit(() -> writeVotes(number, new Random(seed * 31 + number))));
    }
    return writers;
  }

  /** Few different seconds, so that many votes share one. */
  private void writeVotes(int writer, Random random) {
    for (int vote = 0; vote < VOTES_EACH; vote++) {
      TestSigner voter = TestSigner.of(1000 + 100 * writer + vote);
      Envelope envelope =
          envelope(
              voter.post(
                  TestSigner.VOTE,
                  voter.vote(proposal, 1 + random.nextInt(3), NOW - random.nextInt(4))));
      VoteMessage message = (VoteMessage) envelope.message();
      store(
          writer, envelope, new Change.Vote(message, proposal, voter.address(), 1, BigInteger.ONE));
    }
  }

  /** Writers are spread over two processes, as far as the database can tell. */
  private void store(int writer, Envelope envelope, Change change) {
    MessageStore store = processes.get(writer % processes.size());
    String cid = "bafkrei" + envelope.message().id();
    assertThat(store.store(new Submission(envelope, change, cid, Bytes.EMPTY, clock.instant())))
        .isEmpty();
  }

  private static Envelope envelope(byte[] body) {
    return ((EnvelopeOutcome.Parsed) Envelope.parse(body)).envelope();
  }

  private static String id(Row row) {
    return String.valueOf(row.fields().get("id"));
  }

  private static long number(Row row, String field) {
    return ((Number) Objects.requireNonNull(row.fields().get(field))).longValue();
  }

  private static SpaceView space() {
    Address address = Address.ZERO;
    Deployment deployment =
        new Deployment(
            1, 0, TestSigner.SPACE, address, address, address, address, address, address, false);
    return new SpaceView(deployment, new HubConfig.Space("", "", ""));
  }
}
