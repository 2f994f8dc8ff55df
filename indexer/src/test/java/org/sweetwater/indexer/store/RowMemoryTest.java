package org.sweetwater.indexer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.indexer.project.ListingRow;
import org.sweetwater.indexer.project.Row;
import org.sweetwater.indexer.project.VoteRow;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

final class RowMemoryTest {
  private static final int MANY = 200_000;

  @Test
  void neverCallsAWrittenKeyNew() {
    RowMemory memory = RowMemory.ofEmptyTables();
    List<ListingRow> rows = IntStream.range(0, MANY).mapToObj(RowMemoryTest::listing).toList();
    rows.forEach(row -> memory.put(row.key(), row));
    assertThat(rows).allMatch(row -> memory.mayBeStored(row.key()));
  }

  @Test
  void callsNearlyAllOthersNew() {
    RowMemory memory = RowMemory.ofEmptyTables();
    IntStream.range(0, MANY).mapToObj(RowMemoryTest::listing).forEach(r -> memory.put(r.key(), r));
    assertThat(IntStream.range(MANY, 2 * MANY).mapToObj(RowMemoryTest::listing))
        .filteredOn(row -> memory.mayBeStored(row.key()))
        .hasSizeLessThan(MANY / 1_000);
  }

  @Test
  void callsNothingNewInTablesThatMayHoldAnything() {
    assertThat(RowMemory.ofUnknownTables().mayBeStored(listing(1).key())).isTrue();
  }

  @Test
  void keepsTheNewestRowsAndForgetsThemInARollback() {
    RowMemory memory = RowMemory.ofEmptyTables();
    IntStream.range(0, MANY).mapToObj(RowMemoryTest::listing).forEach(r -> memory.put(r.key(), r));
    ListingRow newest = listing(MANY - 1);
    assertThat(memory.find(newest.key())).isEqualTo(newest);
    assertThat(memory.find(listing(0).key())).isNull();
    memory.forgetRows();
    assertThat(memory.find(newest.key())).isNull();
    assertThat(memory.mayBeStored(newest.key())).isTrue();
  }

  @Test
  void remembersThatAnEndedRowWasThere() {
    RowMemory memory = RowMemory.ofEmptyTables();
    Row.Key key = listing(1).key();
    memory.put(key, listing(1));
    memory.put(key, null);
    assertThat(memory.find(key)).isNull();
    assertThat(memory.mayBeStored(key)).isTrue();
  }

  @Test
  void doesNotSpendItsPlacesOnVotes() {
    RowMemory memory = RowMemory.ofEmptyTables();
    VoteRow vote =
        new VoteRow(Hash32.ZERO, Address.ZERO, Hash32.ZERO, Choice.FOR, 1, Instant.EPOCH);
    memory.put(vote.key(), vote);
    assertThat(memory.find(vote.key())).isNull();
    assertThat(memory.mayBeStored(vote.key())).isTrue();
  }

  private static ListingRow listing(int number) {
    byte[] target = new byte[Address.LENGTH];
    new SplittableRandom(number).nextBytes(target);
    return new ListingRow(Address.of(target), Bytes.EMPTY, 1);
  }
}
