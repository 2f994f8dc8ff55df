package org.sweetwater.oracle.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.message.CommittedCall.Outcome;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

class CommittedCallTest {
  private static final Address TARGET = Address.parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  private static final Hash32 SALT = Hash32.parse("0x" + "5a".repeat(32));
  private static final CommittedCall CALL =
      new CommittedCall(TARGET, Bytes.parse("0xdeadbeef00"), SALT);

  @Test
  void readsWhatItWrites() {
    assertThat(CALL.format())
        .isEqualTo(
            """
            ```sweetwater-call
            {"target":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266","data":"0xdeadbeef00","salt":"%s"}
            ```"""
                .formatted(SALT));
    assertThat(CommittedCall.find("# Why\n\n" + CALL.format() + "\n\nBecause."))
        .isEqualTo(new Outcome.Found(CALL));
    assertThat(CommittedCall.find(CALL.format().replace("\n", "\r\n")))
        .isEqualTo(new Outcome.Found(CALL));
  }

  @Test
  void missesAnAbsentBlock() {
    assertThat(CommittedCall.find("Just words, and sweetwater-call in them.\n```js\n1\n```"))
        .isInstanceOf(Outcome.Missing.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```sweetwater-call",
        "```sweetwater-call\n{}\n```",
        "  ```sweetwater-call\n%s\n```",
        "```sweetwater-call \n%s\n```",
        "```sweetwater-call\n%s",
        "```sweetwater-call\n%s\n```\n```sweetwater-call\n%s\n```",
        "```sweetwater-call\n%s\n```\n\u00a0```sweetwater-calls",
        "```sweetwater-call\n%s \n```",
        "```sweetwater-call\n%s\n\n```",
      })
  void refusesABlockThatIsNotExactlyOneInThisForm(String body) {
    String json = CALL.format().lines().toList().get(1);
    assertThat(CommittedCall.find(body.replace("%s", json))).isInstanceOf(Outcome.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"target\":\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\",\"data\":\"0x\",\"salt\":\"S\"}",
        "{\"target\":\"T\",\"data\":\"0xABCD\",\"salt\":\"S\"}",
        "{\"target\":\"T\",\"data\":\"0xabc\",\"salt\":\"S\"}",
        "{\"target\":\"T\",\"data\":\"0xab\",\"salt\":\"0x00\"}",
        "{\"data\":\"0xab\",\"target\":\"T\",\"salt\":\"S\"}",
        "{\"target\":\"T\",\"data\":\"0xab\",\"salt\":\"S\",\"value\":\"1\"}",
      })
  void refusesAnotherSpellingOfTheCall(String json) {
    String spelled =
        json.replace("\"T\"", "\"" + TARGET + "\"").replace("\"S\"", "\"" + SALT + "\"");
    assertThat(CommittedCall.find("```sweetwater-call\n" + spelled + "\n```"))
        .isInstanceOf(Outcome.Malformed.class);
  }

  @Test
  void boundsTheData() {
    String longest = "0x" + "00".repeat(CommittedCall.DATA_BYTES_MAX);
    CommittedCall call = new CommittedCall(TARGET, Bytes.parse(longest), SALT);
    assertThat(CommittedCall.find(call.format())).isEqualTo(new Outcome.Found(call));
    assertThat(CommittedCall.find(call.format().replace(longest, longest + "00")))
        .isInstanceOf(Outcome.Malformed.class);
    assertThatThrownBy(() -> new CommittedCall(TARGET, Bytes.parse(longest + "00"), SALT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Expected value from ethers v5: keccak256(defaultAbiCoder.encode([...], [...])). */
  @Test
  void hashesTheActionAsTheContractDoes() {
    Hash32 codeHash = Hash32.parse("0x" + "c0".repeat(32));
    Address ballot = Address.parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");
    assertThat(CALL.action(31337, ballot, codeHash).hex())
        .isEqualTo("0x34552fc07dab3d6507befbbb4b113adcaf3cc26895833b8a758fea8c993db4e8");
    assertThat(CALL.action(31338, ballot, codeHash))
        .isNotEqualTo(CALL.action(31337, ballot, codeHash));
  }

  @Test
  void readsOnlyTheExactPluginsString() {
    String plugins = CommittedCall.plugins(SALT);
    assertThat(plugins).isEqualTo("{\"sweetwater\":{\"action\":\"" + SALT + "\"}}");
    assertThat(CommittedCall.actionIn(plugins)).contains(SALT);
    assertThat(CommittedCall.actionIn(plugins.replace(":{", ": {"))).isEmpty();
    assertThat(CommittedCall.actionIn(plugins.replace("5a", "5A"))).isEmpty();
    assertThat(CommittedCall.actionIn("{}")).isEmpty();
  }
}
