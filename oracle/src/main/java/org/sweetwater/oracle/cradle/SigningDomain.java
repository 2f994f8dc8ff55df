package org.sweetwater.oracle.cradle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * The EIP-712 domain of one of our contracts on one chain, and the hashing of structs whose fields
 * are words.
 *
 * @see <a href="https://eips.ethereum.org/EIPS/eip-712">EIP-712</a>
 */
public final class SigningDomain {
  private static final Hash32 TYPE =
      typeHash(
          "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final Hash32 VERSION = typeHash("1");

  private final Hash32 separator;

  /** Version 1 of the domain of this name. */
  public SigningDomain(String name, long chainId, Address contract) {
    this.separator = structHash(TYPE, typeHash(name), VERSION, number(chainId), contract.toWord());
  }

  /** The digest that is signed for a struct. */
  public Hash32 digest(Hash32 structHash) {
    return Hash32.keccak(
        ByteBuffer.allocate(2 + 2 * Hash32.LENGTH)
            .put((byte) 0x19)
            .put((byte) 0x01)
            .put(separator.bytes())
            .put(structHash.bytes())
            .array());
  }

  /** The hash of a type's text; the same as that of any other text. */
  public static Hash32 typeHash(String encodedType) {
    return Hash32.keccak(encodedType.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of a struct: its type's, then a word for each field. */
  public static Hash32 structHash(Hash32... words) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length * Hash32.LENGTH);
    for (Hash32 word : words) {
      buffer.put(word.bytes());
    }
    return Hash32.keccak(buffer.array());
  }

  /** A number as a word; 0 or more. */
  public static Hash32 number(long value) {
    return Hash32.fromUnsigned(BigInteger.valueOf(value));
  }
}
