package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.sweetwater.wrappers.Address;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.utils.Numeric;

/**
 * The first block of a QBFT chain with one validator: the resource {@code besu-genesis.json}, and
 * in it the validator and the devnet's people.
 *
 * @see <a
 *     href="https://besu.hyperledger.org/private-networks/how-to/configure/consensus/qbft">Besu:
 *     configure QBFT</a>
 */
final class BesuGenesis {
  /** Nobody needs money where gas is free, but many wallets believe it: a million ether each. */
  private static final String BALANCE_WEI = "0xd3c21bcecceda1000000";

  private static final int VANITY_BYTES = 32;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private BesuGenesis() {}

  /** The whole file. */
  static String of(Address validator) {
    ObjectNode genesis = template();
    genesis.put("extraData", extraData(validator));
    ObjectNode alloc = genesis.putObject("alloc");
    IntStream.range(0, Accounts.FUNDED)
        .mapToObj(Accounts::funded)
        .forEach(
            account ->
                alloc
                    .putObject(Accounts.addressOf(account).lowerHex().substring(2))
                    .put("balance", BALANCE_WEI));
    return genesis.toPrettyString();
  }

  /** RLP of vanity, validators, no vote, round 0 and no seals, as QBFT's first block has it. */
  static String extraData(Address validator) {
    return Numeric.toHexString(
        RlpEncoder.encode(
            new RlpList(
                RlpString.create(new byte[VANITY_BYTES]),
                new RlpList(RlpString.create(validator.bytes())),
                new RlpList(),
                RlpString.create(new byte[0]),
                new RlpList())));
  }

  private static ObjectNode template() {
    try (InputStream in = BesuGenesis.class.getResourceAsStream("besu-genesis.json")) {
      if (in == null) {
        throw new IllegalStateException("besu-genesis.json is missing from the build");
      }
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
