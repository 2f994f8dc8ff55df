package org.sweetwater.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What scripts read, and what people read. */
class FiguresTest {
  private static final Machine MACHINE = new Machine("Linux 6", 2, 4096, "25", "0123456789ab");

  private final Figures figures =
      new Figures().add("gasPerVote", 41_432L, "at most 42,000").add("ratio", 0.8251, "of 1");

  @Test
  void writesOneJsonObjectInOneLine() {
    assertThat(figures.json("ballot", MACHINE))
        .isEqualTo(
            "{\"bench\":\"ballot\",\"gasPerVote\":41432,\"ratio\":0.83,\"machine\":"
                + "{\"os\":\"Linux 6\",\"cores\":2,\"memoryMb\":4096,\"jdk\":\"25\",\"commit\":\"0123456789ab\"}}");
  }

  @Test
  void showsEachFigureWithItsMeaning() {
    assertThat(figures.table("ballot", MACHINE).lines().map(String::strip))
        .containsExactly(
            "ballot",
            "gasPerVote                         41,432  at most 42,000",
            "ratio                                0.83  of 1",
            "on Linux 6, 2 cores, 4,096 MB, JDK 25, commit 0123456789ab");
  }
}
