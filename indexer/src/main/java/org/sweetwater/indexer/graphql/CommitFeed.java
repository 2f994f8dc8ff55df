package org.sweetwater.indexer.graphql;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes subscriptions when the tables have changed. It carries no rows: those are in the tables.
 */
public final class CommitFeed {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long commits;

  /** The tables have changed; a call that follows another before anybody looked costs nothing. */
  public void committed() {
    lock.lock();
    try {
      commits++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many commits there were so far. */
  long count() {
    lock.lock();
    try {
      return commits;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there were more commits than {@code seen}. */
  void awaitAfter(long seen) throws InterruptedException {
    lock.lock();
    try {
      while (commits <= seen) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
