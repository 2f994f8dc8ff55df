package org.sweetwater.devnet.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private final Report report =
      new Report(
          "a title",
          List.of(Line.chain("one"), Line.offChain("two")),
          Map.of("ballot", Facts.voting()));

  @Test
  void peopleSeeWhoSaysWhat() {
    assertThat(print(false))
        .isEqualToNormalizingNewlines("a title\n[chain]     one\n[off-chain] two\n");
  }

  @Test
  void machinesGetOneObject() throws Exception {
    JsonNode json = JsonMapper.builder().build().readTree(print(true));

    assertThat(json.at("/ballot/id").asText()).isEqualTo(Facts.ID.hex());
    assertThat(json.at("/ballot/status").asText()).isEqualTo("OPEN");
    assertThat(json.at("/ballot/schedule/end").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(json.at("/ballot/schedule/grace").asLong()).isEqualTo(3_600);
    assertThat(json.at("/ballot/closedAt").isNull()).isTrue();
    assertThat(json.at("/ballot/data").asText()).isEqualTo("0x12345678");
    assertThat(json.at("/ballot").has("known")).isFalse();
    assertThat(json.at("/lines/1/source").asText()).isEqualTo("OFF_CHAIN");
  }

  private String print(boolean isForMachines) {
    StringWriter out = new StringWriter();
    report.print(new PrintWriter(out), isForMachines);
    return out.toString();
  }
}
