package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.SignatureException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sweetwater.wrappers.Bytes;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.SignedRawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.transaction.type.Transaction1559;
import org.web3j.utils.Numeric;

/**
 * The waiting transactions of {@link FakeBesu}, by the rules of Besu's layered pool on a gas-free
 * chain. What nobody can pay for is taken and waits for ever.
 */
final class FakeBesuPool {
  private static final int NONCES_AHEAD_MAX = 200;

  /** EIP-7825. */
  private static final BigInteger GAS_MAX = BigInteger.TWO.pow(24);

  private static final int INIT_CODE_MAX = 49_152;
  private static final BigInteger INTRINSIC_GAS = BigInteger.valueOf(21_000);

  private final FakeBesuUpstream anvil;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /** The hashes of those that anvil holds: payable, and no nonce is missing before them. */
  private final Set<String> handedOver = new HashSet<>();

  /** A transaction that is not mined. */
  private record Waiting(
      String raw,
      String hash,
      String sender,
      BigInteger nonce,
      BigInteger price,
      boolean isPayable) {}

  FakeBesuPool(FakeBesuUpstream anvil) {
    this.anvil = anvil;
  }

  /** Takes a transaction and returns its hash. */
  synchronized JsonNode send(String raw) {
    SignedRawTransaction transaction = decode(raw);
    String hash = Bytes.parse(raw).keccak().hex();
    String sender = sender(transaction);
    requireValid(transaction);
    forgetMined();
    if (waiting.containsKey(hash)) {
      throw new FakeBesuError(-32000, "Known transaction");
    }
    BigInteger next =
        FakeBesuUpstream.quantity(anvil.result("eth_getTransactionCount", sender, "latest"));
    BigInteger nonce = transaction.getNonce();
    if (nonce.compareTo(next) < 0) {
      throw new FakeBesuError(-32001, "Nonce too low");
    }
    if (nonce.subtract(next).compareTo(BigInteger.valueOf(NONCES_AHEAD_MAX)) > 0) {
      throw new FakeBesuError(-32000, "Transaction nonce is too distant from current sender nonce");
    }
    Waiting newcomer =
        new Waiting(raw, hash, sender, nonce, price(transaction), isPayable(transaction, sender));
    replaceRival(newcomer);
    waiting.put(hash, newcomer);
    handOver(sender, next);
    return JsonNodeFactory.instance.textNode(hash);
  }

  /** Gives anvil what can be mined now: up to the first nonce that is missing or unpayable. */
  private void handOver(String sender, BigInteger next) {
    BigInteger nonce = next;
    Optional<Waiting> ready = find(sender, nonce);
    while (ready.isPresent() && ready.get().isPayable()) {
      if (handedOver.add(ready.get().hash())) {
        anvil.result("eth_sendRawTransaction", ready.get().raw());
      }
      nonce = nonce.add(BigInteger.ONE);
      ready = find(sender, nonce);
    }
  }

  private Optional<Waiting> find(String sender, BigInteger nonce) {
    return waiting.values().stream()
        .filter(other -> other.sender().equals(sender) && other.nonce().equals(nonce))
        .findFirst();
  }

  /** A waiting transaction that anvil does not know, as eth_getTransactionByHash shows it. */
  synchronized Optional<JsonNode> findQueued(String hash) {
    return Optional.ofNullable(waiting.get(hash))
        .filter(found -> !handedOver.contains(hash))
        .map(
            found -> {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.put("hash", found.hash()).put("from", found.sender());
              json.put("nonce", "0x" + found.nonce().toString(16)).put("value", "0x0");
              json.put("input", "0x").putNull("blockHash").putNull("blockNumber");
              return json;
            });
  }

  synchronized void lose() {
    anvil.result("anvil_dropAllTransactions");
    waiting.clear();
    handedOver.clear();
  }

  /** At price 0 the price bump is 0 too: the last writer wins. */
  private void replaceRival(Waiting newcomer) {
    Optional<Waiting> rival = find(newcomer.sender(), newcomer.nonce());
    if (rival.isEmpty()) {
      return;
    }
    if (newcomer.price().compareTo(rival.get().price()) < 0) {
      throw new FakeBesuError(-32000, "Replacement transaction underpriced");
    }
    waiting.remove(rival.get().hash());
    if (handedOver.remove(rival.get().hash())) {
      anvil.result("anvil_dropTransaction", rival.get().hash());
    }
  }

  private void forgetMined() {
    waiting
        .values()
        .removeIf(
            transaction ->
                handedOver.contains(transaction.hash())
                    && !anvil.result("eth_getTransactionReceipt", transaction.hash()).isNull());
  }

  private static SignedRawTransaction decode(String raw) {
    try {
      RawTransaction transaction = TransactionDecoder.decode(raw);
      if (transaction instanceof SignedRawTransaction signed) {
        return signed;
      }
    } catch (RuntimeException malformed) {
      throw new FakeBesuError(-32602, "Invalid transaction params (" + malformed + ")");
    }
    throw new FakeBesuError(-32602, "Invalid transaction params (not signed)");
  }

  private static String sender(SignedRawTransaction transaction) {
    try {
      return transaction.getFrom().toLowerCase(Locale.ROOT);
    } catch (SignatureException malformed) {
      throw new FakeBesuError(-32602, "Invalid transaction params (" + malformed + ")");
    }
  }

  private static void requireValid(SignedRawTransaction transaction) {
    if (chainId(transaction) != FakeBesu.CHAIN_ID) {
      throw new FakeBesuError(-32000, "Wrong chainId");
    }
    if (transaction.getGasLimit().compareTo(GAS_MAX) > 0) {
      throw new FakeBesuError(-32005, "Transaction gas limit cap exceeded");
    }
    if (transaction.getGasLimit().compareTo(INTRINSIC_GAS) < 0) {
      throw new FakeBesuError(-32003, "Intrinsic gas exceeds gas limit");
    }
    if (transaction.getTransaction() instanceof Transaction1559 fees
        && fees.getMaxPriorityFeePerGas().compareTo(fees.getMaxFeePerGas()) > 0) {
      throw new FakeBesuError(-32000, "Max priority fee per gas exceeds max fee per gas");
    }
    boolean creates = Numeric.cleanHexPrefix(String.valueOf(transaction.getTo())).isEmpty();
    if (creates && Numeric.hexStringToByteArray(transaction.getData()).length > INIT_CODE_MAX) {
      throw new FakeBesuError(-32603, "Internal error");
    }
  }

  /** 0 when a legacy transaction names none. */
  private static long chainId(SignedRawTransaction transaction) {
    if (transaction.getTransaction() instanceof Transaction1559 fees) {
      return fees.getChainId();
    }
    Long chainId = transaction.getChainId();
    return chainId == null ? 0 : chainId;
  }

  private static BigInteger price(SignedRawTransaction transaction) {
    return transaction.getTransaction() instanceof Transaction1559 fees
        ? fees.getMaxFeePerGas()
        : transaction.getGasPrice();
  }

  private boolean isPayable(SignedRawTransaction transaction, String sender) {
    BigInteger balance =
        FakeBesuUpstream.quantity(anvil.result("eth_getBalance", sender, "latest"));
    BigInteger cost =
        transaction.getGasLimit().multiply(price(transaction)).add(transaction.getValue());
    return cost.compareTo(balance) <= 0;
  }
}
