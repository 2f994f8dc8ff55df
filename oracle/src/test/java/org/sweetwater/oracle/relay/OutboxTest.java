package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

class OutboxTest {
  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.ORACLE);
  private final Outbox outbox = new Outbox(Clock.systemUTC());
  private Jdbi jdbi;

  @BeforeEach
  void connect() {
    jdbi = Jdbi.create(database.dataSource());
  }

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void holdsACallOnceHoweverOftenItIsEnqueued() {
    CallState first = jdbi.inTransaction(handle -> outbox.enqueue(handle, RelayBench.call(1)));
    CallState again = jdbi.inTransaction(handle -> outbox.enqueue(handle, RelayBench.call(1)));
    CallState other = jdbi.inTransaction(handle -> outbox.enqueue(handle, RelayBench.call(2)));
    assertThat(first.status()).isEqualTo(CallStatus.WAITING);
    assertThat(again).isEqualTo(first);
    assertThat(other.id()).isNotEqualTo(first.id());
  }

  @Test
  void forgetsACallWhoseDecisionWasRolledBack() {
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    handle -> {
                      outbox.enqueue(handle, RelayBench.call(1));
                      throw new IllegalStateException("the decision failed");
                    }))
        .hasMessage("the decision failed");
    assertThat(
            jdbi.<Boolean, RuntimeException>withHandle(
                handle -> outbox.find(handle, "act-1").isPresent()))
        .isFalse();
  }

  @Test
  void refusesACallThatCouldNotBeOne() {
    OutgoingCall call = RelayBench.call(1);
    assertThatThrownBy(
            () ->
                new OutgoingCall(
                    "act", Hash32.ZERO, call.target(), Bytes.parse("0x001122"), "key", 0))
        .hasMessageContaining("'key'")
        .hasMessageContaining("found 3 bytes");
  }

  @Test
  void saysWhichStatusEndsACall() {
    assertThat(CallStatus.values())
        .filteredOn(CallStatus::isFinal)
        .containsExactly(CallStatus.DONE, CallStatus.SUPERSEDED, CallStatus.ABANDONED);
  }
}
