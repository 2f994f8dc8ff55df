package org.sweetwater.oracle.ballot;

import java.util.Optional;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;

/**
 * A message as a hub gave it, on its way into the archive.
 *
 * @param json the message as the archive keeps it
 * @param isOwn whether the sender's own key made the signature, whatever the hub says
 * @param signer the sender when {@code isOwn}, else who signed as the hub says
 * @param signature the bytes of the hub's {@code sig}; may be empty
 * @param source the hub's URL without user, path and query, where keys are put
 */
record Received<M extends SnapshotMessage>(
    M message, String json, boolean isOwn, Address signer, Bytes signature, String source) {
  /**
   * Finds out whose key signed, which takes longer than anything else that is done with a message.
   *
   * @param claimed who signed, as the hub says
   */
  static <M extends SnapshotMessage> Received<M> of(
      M message, Address claimed, Bytes signature, String source) {
    Optional<Address> own =
        Signatures.recover(message.id(), signature)
            .map(Signatures.Recovered::signer)
            .filter(signer -> message.sender().equals(Optional.of(signer)));
    return new Received<>(
        message,
        MessageJson.write(message),
        own.isPresent(),
        own.orElse(claimed),
        signature,
        source);
  }
}
