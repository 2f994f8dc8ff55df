package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

class RefusalStoreTest {
  private static final int KEPT = 5;
  private static final TestSigner VOTER = TestSigner.of(1);
  private static final Refusal REFUSAL = new Refusal("NO_POWER", "no voting power", "x");

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Jdbi jdbi = Jdbi.create(database.dataSource());
  private final RefusalStore store = new RefusalStore(jdbi, KEPT);

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  /** However many forgeries come, the reasons of real voters stay. */
  @Test
  void keepsTheNewestOfEachSort() {
    record(0, false);
    for (int i = 1; i <= 20; i++) {
      record(i, true);
    }
    assertThat(seconds(false)).isEqualTo("0");
    assertThat(seconds(true)).isEqualTo("16,17,18,19,20");
  }

  @Test
  void keepsWhatTheMessageSays() {
    record(3, false);
    String row =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT choice || ' ' || reason || ' ' || detail FROM oracle.hub_refusal")
                    .mapTo(String.class)
                    .one());
    assertThat(row).isEqualTo("2 NO_POWER no voting power: x");
  }

  @Test
  void cutsALongDetail() {
    Refusal refusal = new Refusal("CALL_MALFORMED", "t".repeat(150), "d".repeat(100_000));
    store.record(envelope(1), refusal, false, Instant.EPOCH);
    assertThat(seconds(false)).isEqualTo("0");
  }

  private void record(int number, boolean claimed) {
    store.record(envelope(number), REFUSAL, claimed, Instant.ofEpochSecond(number));
  }

  private static Envelope envelope(int number) {
    ObjectNode message = VOTER.vote(Hash32.ZERO, 2, 1_700_000_000 + number);
    byte[] body = VOTER.post(TestSigner.VOTE, message);
    return ((EnvelopeOutcome.Parsed) Envelope.parse(body)).envelope();
  }

  private String seconds(boolean claimed) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT string_agg(extract(epoch FROM seen_at)::int::text, ',' ORDER BY seq)
                    FROM oracle.hub_refusal WHERE claimed = ?
                    """)
                .bind(0, claimed)
                .mapTo(String.class)
                .one());
  }
}
