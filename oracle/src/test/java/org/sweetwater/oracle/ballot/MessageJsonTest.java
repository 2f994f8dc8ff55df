package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.message.Choice;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.MessageKind;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Hash32;

class MessageJsonTest {
  private static final String ZERO =
      "0x0000000000000000000000000000000000000000000000000000000000000000";

  /** Every proposal and vote that the public client made for us. */
  static Stream<SnapshotMessage> vectors() throws IOException {
    try (InputStream in = MessageJsonTest.class.getResourceAsStream("/vectors/eip712.json")) {
      List<SnapshotMessage> messages = new ArrayList<>();
      for (JsonNode vector : new JsonMapper().readTree(in).path("vectors")) {
        byte[] envelope = new JsonMapper().writeValueAsBytes(vector.path("envelope"));
        if (Envelope.parse(envelope) instanceof EnvelopeOutcome.Parsed(Envelope parsed)) {
          messages.add(parsed.message());
        }
      }
      return messages.stream();
    }
  }

  static Stream<VoteMessage> votes() throws IOException {
    return vectors().filter(VoteMessage.class::isInstance).map(VoteMessage.class::cast);
  }

  static Stream<ProposalMessage> proposals() throws IOException {
    return vectors().filter(ProposalMessage.class::isInstance).map(ProposalMessage.class::cast);
  }

  @ParameterizedTest
  @MethodSource("votes")
  void readsBackEveryVote(VoteMessage vote) {
    assertThat(MessageJson.read(MessageJson.write(vote), VoteMessage.class)).isEqualTo(vote);
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void readsBackEveryProposal(ProposalMessage proposal) {
    assertThat(MessageJson.read(MessageJson.write(proposal), ProposalMessage.class))
        .isEqualTo(proposal);
  }

  @Test
  void keepsTheFormThatOlderRowsHave() {
    VoteMessage vote =
        new VoteMessage(
            Hash32.ZERO,
            MessageKind.VOTE,
            "0xF00",
            "a.eth",
            1_750_000_000,
            ZERO,
            new Choice.Index(3),
            "nul \0 and \"quote\"",
            "sweetwater",
            "{}",
            true,
            false,
            true,
            true);
    String row =
        """
        {"id":"%s","kind":"VOTE","from":"0xF00","space":"a.eth","timestamp":1750000000,"proposal":"%s",\
        "choice":{"index":{"value":3}},"reason":"nul \\u0000 and \\"quote\\"","app":"sweetwater",\
        "metadata":"{}","fromIsAddress":true,"proposalIsBytes32":false,"currentTypes":true,"plainDomain":true}\
        """
            .formatted(ZERO, ZERO);

    assertThat(MessageJson.write(vote)).isEqualTo(row);
    assertThat(MessageJson.read(row, VoteMessage.class)).isEqualTo(vote);
  }

  @Test
  void refusesARowThatLacksAValue() {
    assertThatThrownBy(() -> MessageJson.read("{\"id\":\"" + ZERO + "\"}", VoteMessage.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("archive: expected a VoteMessage, found Missing");
  }
}
