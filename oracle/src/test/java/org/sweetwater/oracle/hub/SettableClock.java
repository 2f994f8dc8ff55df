package org.sweetwater.oracle.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when told to. */
public final class SettableClock extends Clock {
  private volatile Instant now;

  /** A clock at this time. */
  public SettableClock(Instant now) {
    this.now = now;
  }

  /** Goes to this time. */
  public void set(Instant instant) {
    now = instant;
  }

  /** Goes on by so much. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Seconds since 1970. */
  public long seconds() {
    return now.getEpochSecond();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
