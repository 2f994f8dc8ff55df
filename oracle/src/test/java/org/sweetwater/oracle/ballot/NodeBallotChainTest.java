package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.CustomErrorEncoder;

/** How answers of a node are read, on an anvil whose contracts say what the test wants. */
class NodeBallotChainTest {
  private static final Anvil ANVIL = Anvil.start();
  private static final ChainClient CLIENT = ChainClient.connect(ANVIL.endpoint());
  private static final Address BALLOT = TestSigner.of(1).address();
  private static final Address WALLET = TestSigner.of(2).address();
  private static final Hash32 ID = FakeBallotChain.keccak("id");
  private static final Bytes SIGNATURE = Bytes.parse("0x1234");
  private static final BallotVote VOTE =
      new BallotVote(ID, ID, WALLET, 0, 1, 1, ID, ID, ID, ID, ID);

  private final NodeBallotChain chain = open();

  @AfterAll
  static void close() {
    CLIENT.close();
    ANVIL.close();
  }

  /** With the rules of a ballot for space "ab". */
  private static NodeBallotChain open() {
    answer(
        BALLOT,
        word(0x20)
            + word(0xc0)
            + BALLOT.toWord().hex().substring(2)
            + word(0)
            + word(0)
            + word(3)
            + word(86_400)
            + word(2)
            + "6162"
            + "00".repeat(30));
    return new NodeBallotChain(CLIENT, BALLOT, 2, BallotRevertPolicy.errors());
  }

  @Test
  void readsTheRules() {
    assertThat(chain.rules()).isEqualTo(new BallotRules("ab", BALLOT, 3, 86_400));
  }

  @ParameterizedTest
  @CsvSource({
    "0,UNKNOWN",
    "1,OPEN",
    "2,PASSED",
    "3,REJECTED",
    "4,EXECUTED",
    "5,VETOED",
    "6,EXPIRED"
  })
  void readsABallot(int number, BallotStatus status) {
    StringBuilder words = new StringBuilder(word(0x20));
    for (int i = 0; i < 22; i++) {
      words.append(word(i == 2 ? number : 100 + i));
    }
    answer(BALLOT, words.toString());
    assertThat(chain.ballot(ID, BallotChain.View.LATEST))
        .isEqualTo(
            new BallotState(
                ID,
                status,
                107,
                108,
                109,
                110,
                112,
                113,
                new BallotState.Tally(115, 116, 117, 106, 114)));
  }

  @ParameterizedTest
  @CsvSource({
    "0,COUNTABLE",
    "1,UNKNOWN_VARIANT",
    "2,CHOICE_OUT_OF_RANGE",
    "3,DATED_OUTSIDE_WINDOW",
    "4,DATED_AHEAD",
    "5,SIGNATURE_INVALID",
    "6,NO_POWER",
    "7,SUPERSEDED"
  })
  void readsEachVerdict(int number, ContractVerdict verdict) {
    answer(BALLOT, word(0x20) + word(1) + word(number));
    assertThat(chain.check(ID, List.of(VOTE), BallotChain.View.LATEST)).containsExactly(verdict);
  }

  @Test
  void refusesFewerVerdictsThanVotes() {
    answer(BALLOT, word(0x20) + word(1) + word(0));
    assertThatThrownBy(() -> chain.check(ID, List.of(VOTE, VOTE), BallotChain.View.LATEST))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("expected 2 verdicts");
  }

  @Test
  void asksForConfirmedStateSomeBlocksBack() {
    answer(BALLOT, word(7) + "11".repeat(20) + "00".repeat(12) + word(2) + word(1));
    ANVIL.mine(5);
    StandingVote vote = chain.voteOf(ID, WALLET, BallotChain.View.CONFIRMED);
    assertThat(vote.isOf(Hash32.parse("0x" + "11".repeat(32)))).isTrue();
    assertThat(vote.isOf(ID)).isFalse();
  }

  @Test
  void aContractVoteThatDoesNotRevertCounts() {
    answer(BALLOT, "");
    assertThat(chain.checkContractVote(VOTE, SIGNATURE)).isEqualTo(ContractVerdict.COUNTABLE);
  }

  @Test
  void readsTheVerdictOfAContractVoteFromTheRevert() {
    String selector =
        CustomErrorEncoder.encode(SnapshotBallot.SNAPSHOTBALLOT_VOTENOTCOUNTABLE_ERROR)
            .substring(2, 10);
    String arguments = ID.hex().substring(2) + WALLET.toWord().hex().substring(2) + word(6);
    revert(BALLOT, selector + arguments);
    assertThat(chain.checkContractVote(VOTE, SIGNATURE)).isEqualTo(ContractVerdict.NO_POWER);
  }

  @Test
  void anyOtherRevertIsAskedAgain() {
    revert(BALLOT, "");
    assertThatThrownBy(() -> chain.checkContractVote(VOTE, SIGNATURE))
        .isInstanceOf(RetryableException.class);
    assertThatThrownBy(() -> chain.isExecuted(ID))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("reverted");
  }

  @Test
  void aWalletAcceptsWithTheMagicValueOnly() {
    answer(WALLET, "1626ba7e" + "00".repeat(28));
    assertThat(chain.acceptsSignature(WALLET, ID, SIGNATURE)).isTrue();
    answer(WALLET, "1626ba7e" + "00".repeat(27) + "01");
    assertThat(chain.acceptsSignature(WALLET, ID, SIGNATURE)).isFalse();
    answer(WALLET, "1626ba7e");
    assertThat(chain.acceptsSignature(WALLET, ID, SIGNATURE)).isFalse();
    revert(WALLET, "");
    assertThat(chain.acceptsSignature(WALLET, ID, SIGNATURE)).isFalse();
    // An endless loop: it uses all its gas.
    ANVIL.rpc("anvil_setCode", WALLET.lowerHex(), "0x5b600056");
    ANVIL.mine(1);
    assertThat(chain.acceptsSignature(WALLET, ID, SIGNATURE)).isFalse();
    assertThat(chain.acceptsSignature(TestSigner.of(3).address(), ID, SIGNATURE)).isFalse();
  }

  private static void answer(Address contract, String data) {
    code(contract, "f3", data);
  }

  private static void revert(Address contract, String data) {
    code(contract, "fd", data);
  }

  /** CODECOPY of what follows these 14 bytes, then RETURN (f3) or REVERT (fd) with it. */
  private static void code(Address contract, String end, String data) {
    String length = "61%04x".formatted(data.length() / 2);
    ANVIL.rpc(
        "anvil_setCode",
        contract.lowerHex(),
        "0x" + length + "600e600039" + length + "6000" + end + data);
    ANVIL.mine(1);
  }

  private static String word(long value) {
    return "%064x".formatted(value);
  }
}
