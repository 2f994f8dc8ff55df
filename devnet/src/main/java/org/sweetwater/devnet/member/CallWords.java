package org.sweetwater.devnet.member;

import java.util.Map;
import java.util.stream.Collectors;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.decode.CallEncoder;
import org.sweetwater.indexer.decode.DecodedCall;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/** Turns calls of a deployment's contracts into words, and words into calls. */
final class CallWords {
  private final CallDecoder decoder;
  private final CallEncoder encoder;

  CallWords(Deployment deployment) {
    Map<Address, Class<?>> contracts =
        Map.of(
            deployment.registry(), NodeRegistry.class,
            deployment.nodeTouchLimit(), NodeTouchLimit.class,
            deployment.ballot(), SnapshotBallot.class,
            deployment.cradle(), Cradle.class,
            deployment.authority(), AccessManager.class);
    this.decoder = new CallDecoder(contracts);
    this.encoder = new CallEncoder(contracts);
  }

  CallEncoder encoder() {
    return encoder;
  }

  /** A call as {@code Contract.function(name=value, …)}, or its bytes when nobody knows it. */
  String of(Address target, Bytes data) {
    return decoder
        .decode(target, data)
        .map(CallWords::words)
        .orElseGet(() -> "%s with data %s (a call that we cannot read)".formatted(target, data));
  }

  private static String words(DecodedCall call) {
    String arguments =
        call.arguments().stream()
            .map(argument -> argument.name() + "=" + argument.value())
            .collect(Collectors.joining(", "));
    return "%s.%s(%s)".formatted(call.contract(), call.function(), arguments);
  }
}
