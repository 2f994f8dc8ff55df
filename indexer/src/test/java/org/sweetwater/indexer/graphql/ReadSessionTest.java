package org.sweetwater.indexer.graphql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;

final class ReadSessionTest {
  /**
   * What {@link org.sweetwater.indexer.store.Rebuild#swap} takes before it puts tables in place.
   */
  private static final String SWAP_LOCK =
      "BEGIN; LOCK TABLE chain.projection IN ACCESS EXCLUSIVE MODE NOWAIT; COMMIT";

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.INDEXER);

  @AfterEach
  void close() {
    database.close();
    test.close();
  }

  @Test
  void noTablesAreExchangedUnderARequest() throws SQLException {
    try (ReadSession _ = ReadSession.open(database.dataSource(), Duration.ofSeconds(5))) {
      assertThatThrownBy(() -> test.execute(SWAP_LOCK))
          .rootCause()
          .hasMessageContaining("could not obtain lock");
    }
    assertThatCode(() -> test.execute(SWAP_LOCK)).doesNotThrowAnyException();
  }
}
