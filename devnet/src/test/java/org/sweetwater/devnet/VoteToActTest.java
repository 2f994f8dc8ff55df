package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page docs/vote-to-act.md says what a real vote's bytes are, and they follow one another. */
final class VoteToActTest {
  private static final Pattern HEX = Pattern.compile("(?<![0-9a-zA-Z])(?:0x)?([0-9a-fA-F]{8,})\\b");

  private final Checkout checkout = Checkout.find();
  private final VoteRecord record = VoteRecord.read(VoteRecord.file(checkout));

  @Test
  void eachValueFollowsFromTheOneBefore() throws IOException {
    new VoteProof(record).check();
  }

  @ParameterizedTest
  @CsvSource({
    "/eip712/structHash",
    "/eip712/digest",
    "/signature/vs",
    "/transaction/input",
    "/storage/key",
    "/storage/value",
    "/log/data",
    "/row/vote_id",
    "/graphql/answer/votes/0/voteId"
  })
  void aChangedValueBreaksTheChain(String pointer) {
    String value = record.text(pointer);
    char last = value.charAt(value.length() - 1);
    String changed = value.substring(0, value.length() - 1) + (last == '0' ? '1' : '0');
    VoteRecord broken = new VoteRecord(record.json().deepCopy());
    int name = pointer.lastIndexOf('/');
    ((ObjectNode) broken.json().at(pointer.substring(0, name)))
        .put(pointer.substring(name + 1), changed);

    assertThatThrownBy(() -> new VoteProof(broken).check()).isInstanceOf(AssertionError.class);
  }

  @Test
  void thePageShowsTheRecord() throws IOException {
    String page = Files.readString(VotePage.file(checkout));

    assertThat(page).isEqualTo(new VotePage(record).fill(page));
  }

  @Test
  void thePageHasNoOtherBytes() throws IOException {
    String page = Files.readString(VotePage.file(checkout));
    String known = record.json().toString().toLowerCase(Locale.ROOT);

    assertThat(HEX.matcher(page).results().map(hex -> hex.group(1).toLowerCase(Locale.ROOT)))
        .hasSizeGreaterThan(40)
        .allSatisfy(hex -> assertThat(known).contains(hex));
  }
}
