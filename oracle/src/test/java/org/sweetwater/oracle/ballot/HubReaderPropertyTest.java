package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Whatever happens on the hub while we read it, everything that stands in the end is in the
 * archive, as signed and once, and nothing is that nobody signed. Pages are small, so that there
 * are many.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubReaderPropertyTest {
  private static final HubSpace SPACE = new HubSpace(TestSigner.SPACE, 31_337);
  private static final int STEPS = 60;

  private TestDatabase test;
  private Database database;

  @BeforeAll
  void open() {
    test = TestDatabase.migrated();
    database = test.open(Role.ORACLE);
  }

  @AfterAll
  void close() {
    database.close();
    test.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
  void nothingIsMissedAndNothingIsTwice(long seed) {
    World world = new World(seed);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    world.settle();
    world.check();
  }

  /** A hub, its users, and our reader. */
  private final class World {
    private final long seed;
    private final Random random;
    private final MovableClock clock = new MovableClock();
    private final FakeHub hub;
    private final Archive archive = new Archive(Jdbi.create(database.dataSource()), clock);
    private final Map<Hash32, Signed> signed = new HashMap<>();
    private final Map<Hash32, Map<Integer, Signed>> standing = new HashMap<>();
    private HubReader reader;

    World(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.hub = new FakeHub(random);
      this.reader = newReader();
      this.hub.afterAnswer(this::meanwhile);
    }

    private HubReader newReader() {
      HubRequests requests = new HubRequests(SPACE, 1 + random.nextInt(8));
      return new HubReader(hub, archive, SPACE, requests, new CatchUp(), clock, random);
    }

    void step() {
      int dice = random.nextInt(20);
      if (dice < 2) {
        propose();
      } else if (dice < 12) {
        vote();
      } else if (dice < 13) {
        delete();
      } else if (dice < 14) {
        hub.fail(random.nextInt(3));
      } else if (dice < 15) {
        reader = newReader();
      } else {
        poll();
      }
      clock.advance(Duration.ofMillis(random.nextInt(3_000)));
    }

    private void meanwhile() {
      if (random.nextInt(3) == 0) {
        vote();
      }
    }

    private void propose() {
      Signed proposal =
          Signed.proposal(TestSigner.of(random.nextInt(3)), seed + " " + signed.size(), created());
      signed.put(proposal.id(), proposal);
      standing.put(proposal.id(), new HashMap<>());
      hub.show(proposal);
    }

    /** One of few voters, so that most votes replace another. */
    private void vote() {
      if (standing.isEmpty()) {
        return;
      }
      List<Hash32> proposals = new ArrayList<>(standing.keySet());
      proposals.sort(null);
      Hash32 proposal = proposals.get(random.nextInt(proposals.size()));
      int voter = random.nextInt(12);
      Signed vote = Signed.vote(TestSigner.of(voter), proposal, 1 + random.nextInt(3), created());
      signed.put(vote.id(), vote);
      Signed replaced = Objects.requireNonNull(standing.get(proposal)).put(voter, vote);
      if (replaced != null) {
        hub.hide(replaced.id());
      }
      hub.show(vote);
    }

    private void delete() {
      standing.keySet().stream()
          .min(Hash32::compareTo)
          .ifPresent(
              proposal -> {
                standing.remove(proposal);
                hub.delete(proposal);
              });
    }

    /** Mostly the same few seconds, else anything that Snapshot takes: 6 days back, 300 s ahead. */
    private long created() {
      return switch (random.nextInt(4)) {
        case 0 -> clock.seconds() - random.nextInt(6 * 86_400);
        case 1 -> clock.seconds() + random.nextInt(300);
        default -> clock.seconds();
      };
    }

    private void poll() {
      try {
        reader.poll(archive.proposals().stream().map(one -> one.message().id()).toList());
      } catch (RetryableException outOfOrder) {
        assertThat(outOfOrder).hasMessage("hub: out of order");
      }
    }

    void settle() {
      hub.fail(0);
      hub.afterAnswer(() -> {});
      for (int i = 0; i < 3; i++) {
        clock.advance(Duration.ofHours(1));
        poll();
      }
    }

    void check() {
      Set<Hash32> archived = new HashSet<>();
      for (SignedProposal proposal : archive.proposals()) {
        Hash32 id = proposal.message().id();
        if (signed.containsKey(id)) {
          assertThat(proposal.message()).isEqualTo(signed.get(id).envelope().message());
          assertThat(archived.add(id)).isTrue();
          archive.votesAfter(id, 0, 10_000).forEach(vote -> check(vote, archived));
        }
      }
      assertThat(archived).containsAll(standing.keySet());
      standing
          .values()
          .forEach(votes -> votes.values().forEach(v -> assertThat(archived).contains(v.id())));
    }

    private void check(SignedVote vote, Set<Hash32> archived) {
      Signed cast = Objects.requireNonNull(signed.get(vote.message().id()), "never cast");
      assertThat(vote.message()).isEqualTo(cast.envelope().message());
      assertThat(vote.signature().hex()).isEqualTo(cast.envelope().signature());
      assertThat(archived.add(vote.message().id())).as("only once").isTrue();
    }
  }
}
