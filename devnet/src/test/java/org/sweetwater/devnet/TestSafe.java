package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.SendOutcome;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint8;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** A real Safe 1.4.1 with its owners, on a test's chain. */
final class TestSafe {
  /** The singleton, by far the largest of the three, takes 5.4 million. */
  private static final BigInteger CREATION_GAS = BigInteger.valueOf(7_000_000);

  /** Safe's Enum.Operation. */
  private static final int CALL = 0;

  private static final int DELEGATE_CALL = 1;
  private static final Duration MINED_MAX = Duration.ofSeconds(60);

  /** The Safe's list of owners begins with this address. */
  private static final Address SENTINEL = Address.fromWord(Hash32.fromUnsigned(BigInteger.ONE));

  private final ChainClient chain;
  private final Wallet payer;
  private final Address address;
  private final Address signMessageLib;

  private TestSafe(ChainClient chain, Wallet payer, Address address, Address signMessageLib) {
    this.chain = chain;
    this.payer = payer;
    this.address = address;
    this.signMessageLib = signMessageLib;
  }

  /** Deploys singleton, factory, handler and library, and through the factory one Safe. */
  static TestSafe deploy(
      ChainClient chain, Credentials payer, List<Credentials> owners, int threshold)
      throws IOException, InterruptedException {
    SafeArtefacts artefacts = SafeArtefacts.of(Checkout.find());
    Address singleton = create(chain, payer, artefacts.creationCode(".", "Safe"));
    Address factory = create(chain, payer, artefacts.creationCode("proxies", "SafeProxyFactory"));
    Address handler =
        create(chain, payer, artefacts.creationCode("handler", "CompatibilityFallbackHandler"));
    Bytes creation =
        encode(
            "createProxyWithNonce",
            word(singleton),
            new DynamicBytes(setup(owners, threshold, handler).bytes()),
            new Uint256(0));
    Wallet wallet = new Wallet(chain, payer);
    Address safe = Address.fromWord(Hash32.of(wallet.read(factory, creation).bytes()));
    wallet.send(factory, creation);
    Address signMessageLib =
        create(chain, payer, artefacts.creationCode("libraries", "SignMessageLib"));
    return new TestSafe(chain, wallet, safe, signMessageLib);
  }

  Address address() {
    return address;
  }

  /** What the Safe does when these owners tell it to. */
  Receipt execute(Address to, Bytes data, List<Credentials> signers) throws InterruptedException {
    return execute(new Order(to, data, CALL), signers);
  }

  /** Has the Safe itself sign a digest, on the chain: from now on it accepts an empty signature. */
  void signOnChain(Hash32 digest, List<Credentials> signers) throws InterruptedException {
    Bytes data = encode("signMessage", new DynamicBytes(digest.bytes()));
    execute(new Order(signMessageLib, data, DELEGATE_CALL), signers);
  }

  private Receipt execute(Order order, List<Credentials> signers) throws InterruptedException {
    Bytes question = order.encode("getTransactionHash", new Uint256(nonce()));
    Hash32 hash = Hash32.of(payer.read(address, question).bytes());
    DynamicBytes signatures = new DynamicBytes(sign(hash, signers).bytes());
    return payer.send(address, order.encode("execTransaction", signatures));
  }

  /** Puts a new owner in the place of the first. */
  void replaceFirstOwner(Credentials first, Credentials next, List<Credentials> signers)
      throws InterruptedException {
    Bytes swap =
        encode(
            "swapOwner",
            word(SENTINEL),
            word(Accounts.addressOf(first)),
            word(Accounts.addressOf(next)));
    execute(address, swap, signers);
  }

  /** These owners as the signer of {@code member.mjs}. */
  ObjectNode signer(List<Credentials> owners) {
    ObjectNode request = JsonMapper.builder().build().createObjectNode();
    ObjectNode safe = request.putObject("safe");
    safe.put("address", address.checksummed()).put("chainId", chain.chainId());
    ArrayNode keys = safe.putArray("owners");
    owners.forEach(owner -> keys.add(MemberClient.keyOf(owner)));
    return request;
  }

  private BigInteger nonce() {
    return new BigInteger(1, payer.read(address, encode("nonce")).bytes());
  }

  private static Bytes setup(List<Credentials> owners, int threshold, Address handler) {
    List<org.web3j.abi.datatypes.Address> addresses =
        owners.stream().map(owner -> word(Accounts.addressOf(owner))).toList();
    return encode(
        "setup",
        new DynamicArray<>(org.web3j.abi.datatypes.Address.class, addresses),
        new Uint256(threshold),
        word(Address.ZERO),
        DynamicBytes.DEFAULT,
        word(handler),
        word(Address.ZERO),
        Uint256.DEFAULT,
        word(Address.ZERO));
  }

  /** A transaction of the Safe without refund of gas. */
  private record Order(Address to, Bytes data, int operation) {
    Bytes encode(String function, Type<?> last) {
      return TestSafe.encode(
          function,
          word(to),
          Uint256.DEFAULT,
          new DynamicBytes(data.bytes()),
          new Uint8(operation),
          Uint256.DEFAULT,
          Uint256.DEFAULT,
          Uint256.DEFAULT,
          word(Address.ZERO),
          word(Address.ZERO),
          last);
    }
  }

  /** The owners' signatures one after the other, ascending by owner. */
  private static Bytes sign(Hash32 hash, List<Credentials> signers) {
    ByteBuffer signatures = ByteBuffer.allocate(65 * signers.size());
    signers.stream()
        .sorted(Comparator.comparing(Accounts::addressOf))
        .map(signer -> Sign.signMessage(hash.bytes(), signer.getEcKeyPair(), false))
        .forEach(
            signature ->
                signatures.put(signature.getR()).put(signature.getS()).put(signature.getV()));
    return Bytes.of(signatures.array());
  }

  private static Address create(ChainClient chain, Credentials payer, Bytes code)
      throws InterruptedException {
    Fees fees = chain.fees();
    RawTransaction creation =
        RawTransaction.createTransaction(
            chain.chainId(),
            chain.nonce(Accounts.addressOf(payer), BlockTag.LATEST),
            CREATION_GAS,
            "",
            BigInteger.ZERO,
            code.hex(),
            fees.maxPriorityFeePerGas(),
            fees.maxFeePerGas());
    byte[] signed = TransactionEncoder.signMessage(creation, payer);
    return switch (chain.sendRawTransaction(Bytes.parse(Numeric.toHexString(signed)))) {
      case SendOutcome.Accepted(var hash) ->
          Patience.await("a contract's creation", MINED_MAX, () -> chain.receipt(hash))
              .contractAddress()
              .orElseThrow();
      case SendOutcome refused -> throw new DevnetException("creation refused: " + refused);
    };
  }

  @SuppressWarnings("rawtypes") // web3j's own signature
  private static Bytes encode(String name, Type<?>... inputs) {
    return Bytes.parse(
        FunctionEncoder.encode(new Function(name, List.<Type>of(inputs), List.of())));
  }

  private static org.web3j.abi.datatypes.Address word(Address address) {
    return new org.web3j.abi.datatypes.Address(address.toUnsigned());
  }
}
