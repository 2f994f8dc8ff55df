package org.sweetwater.indexer.decode;

import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.LogEntry;

/** A log of one of our contracts does not have the form that its topic promises. */
public final class MalformedLogException extends FatalException {
  private static final long serialVersionUID = 1L;

  MalformedLogException(LogEntry log, String signature, Throwable cause) {
    super(
        "log %d of transaction %s in block %s: expected %s from %s, %s; are these the contracts of deployment.json?"
            .formatted(
                log.logIndex(),
                log.transactionHash(),
                log.block(),
                signature,
                log.address(),
                cause.getMessage()),
        cause);
  }
}
