package org.sweetwater.indexer.project;

import java.util.function.UnaryOperator;
import org.sweetwater.wrappers.FatalException;

/** Reads a row that must be there, and puts the next version of it. */
record Rows(Ledger ledger) {
  <R extends Row.Versioned> R load(Class<R> type, Row.Key key, Origin origin) {
    return ledger
        .find(type, key)
        .orElseThrow(
            () ->
                new FatalException(
                    "log %d of transaction %s in block %s changes %s %s, which no log before it made: set startBlock in deployment.json to the deployment's block, and index into an empty database"
                        .formatted(
                            origin.logIndex(),
                            origin.transactionHash(),
                            origin.block(),
                            type.getSimpleName(),
                            key.values())));
  }

  <R extends Row.Versioned> void change(
      Class<R> type, Row.Key key, Origin origin, UnaryOperator<R> change) {
    ledger.put(change.apply(load(type, key, origin)), origin);
  }
}
