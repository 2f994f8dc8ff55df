package org.sweetwater.indexer.graphql;

import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes to a client as fast as it reads: what it has not taken yet is bounded, and a client that
 * takes nothing for {@link #PATIENCE_SECONDS} is cut off.
 */
final class SocketWriter {
  /** Characters on their way to one client. */
  static final int WAITING_MAX = 1 << 20;

  /** How long a client may take nothing while its buffer is full. */
  static final int PATIENCE_SECONDS = 10;

  private final ServerWebSocket socket;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private long waiting;

  SocketWriter(ServerWebSocket socket) {
    this.socket = socket;
  }

  /** Writes at once; for short answers to what the client sent, on the event loop. */
  void writeNow(String message) {
    if (socket.writeQueueFull()) {
      CloseCode.SLOW_CONSUMER.close(socket);
    } else {
      put(message);
    }
  }

  /** Writes when there is room; blocks until then. */
  void write(String message) throws InterruptedException {
    lock.lock();
    try {
      long patienceNanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (waiting >= WAITING_MAX) {
        if (patienceNanos <= 0) {
          CloseCode.SLOW_CONSUMER.close(socket);
          throw new InterruptedException("the client reads too slowly");
        }
        patienceNanos = taken.awaitNanos(patienceNanos);
      }
    } finally {
      lock.unlock();
    }
    put(message);
  }

  private void put(String message) {
    add(message.length());
    socket.writeTextMessage(message).onComplete(done -> add(-message.length()));
  }

  private void add(int characters) {
    lock.lock();
    try {
      waiting += characters;
      if (waiting < WAITING_MAX) {
        taken.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
