package org.sweetwater.wrappers.chain;

import org.sweetwater.wrappers.RetryableException;

/** A log query matched more logs than we take into memory at once: ask for fewer blocks. */
public final class TooManyLogsException extends RetryableException {
  private static final long serialVersionUID = 1L;

  TooManyLogsException(int logsMax) {
    super("chain: the answer to a log query holds more than " + logsMax + " logs");
  }
}
