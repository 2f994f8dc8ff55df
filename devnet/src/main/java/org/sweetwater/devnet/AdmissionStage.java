package org.sweetwater.devnet;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.crypto.Credentials;

/** In between: a thirteenth operator is let in by three others, and stopped at the cap. */
final class AdmissionStage {
  private static final int VOUCHES = 3;

  /** On the devnet an operator may vouch once it has been active for twenty seconds. */
  private static final Duration VOUCHER_AGE_MAX = Duration.ofSeconds(60);

  private static final BigInteger NO_DEADLINE = BigInteger.TWO.pow(64);

  private final Network network;
  private final ContractCalls calls;
  private final RegistryMessages messages;
  private final Narrator narrator;

  AdmissionStage(Network network, ContractCalls calls, Narrator narrator) {
    this.network = network;
    this.calls = calls;
    this.messages = new RegistryMessages(network.deployment());
    this.narrator = narrator;
  }

  void play() throws InterruptedException {
    narrator.step("A thirteenth operator asks to come in, and asks for more than its share");
    Wallet newcomer = new Wallet(network.chain(), Accounts.newcomer());
    refuseUnvouched(newcomer);
    admit(newcomer, newcomer.address());
    narrator.say("with three vouches it is let in; its first node may wait for its voice");
    newcomer.send(network.deployment().registry(), registration(newcomer.address(), 0));
    refuseBeyondCap(newcomer);
  }

  private void refuseUnvouched(Wallet newcomer) {
    String refusal = refusal(newcomer, registration(newcomer.address(), 0));
    narrator.say("without vouches: refused, %s", refusal);
    require(refusal, "NodeRegistry_NotAnOperator");
  }

  private void refuseBeyondCap(Wallet newcomer) {
    String refusal = refusal(newcomer, registration(newcomer.address(), 1));
    narrator.say("a second node would be more than a tenth of the network: refused, %s", refusal);
    require(refusal, "NodeRegistry_OperatorCapExceeded");
  }

  /** Three founders vouch for a candidate; {@code caller} brings their word. */
  void admit(Wallet caller, Address candidate) throws InterruptedException {
    List<NodeRegistry.Vouch> vouches =
        Accounts.operators().stream()
            .limit(VOUCHES)
            .sorted(Comparator.comparing(Accounts::addressOf))
            .map(voucher -> messages.vouch(voucher, candidate, NO_DEADLINE))
            .toList();
    Bytes admission = calls.admit(candidate, vouches);
    Address registry = network.deployment().registry();
    Patience.await(
        "the founders to be old enough to vouch",
        VOUCHER_AGE_MAX,
        () ->
            caller.refusalOf(registry, admission).isEmpty() ? Optional.of(true) : Optional.empty());
    caller.send(registry, admission);
  }

  /** Registers a node of nobody yet, the {@code index}-th after the founders', for an operator. */
  Bytes registration(Address operator, int index) {
    Credentials node = Accounts.nodeKey(Accounts.OPERATORS + index);
    Address telemetryKey = Accounts.addressOf(Accounts.telemetryKey(Accounts.OPERATORS + index));
    return calls.register(
        Accounts.addressOf(node),
        telemetryKey,
        NO_DEADLINE,
        messages.registration(node, operator, telemetryKey, NO_DEADLINE));
  }

  private String refusal(Wallet caller, Bytes call) {
    return caller
        .refusalOf(network.deployment().registry(), call)
        .orElseThrow(() -> new DevnetException("the registry took what it must refuse"));
  }

  private static void require(String refusal, String expected) {
    if (!refusal.startsWith(expected)) {
      throw new DevnetException("expected the refusal %s, found %s".formatted(expected, refusal));
    }
  }
}
