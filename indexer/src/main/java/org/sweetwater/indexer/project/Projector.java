package org.sweetwater.indexer.project;

import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.ContractEvent;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.indexer.decode.RegistryEvent;
import org.sweetwater.indexer.decode.UnknownEvent;

/**
 * Turns events, in the chain's order, into rows.
 *
 * <p>The same events give the same rows. An event about something that no earlier event made is a
 * {@link org.sweetwater.wrappers.FatalException}: indexing began too late.
 */
public final class Projector {
  private final RegistryProjector registry;
  private final BallotProjector ballot;
  private final CradleProjector cradle;
  private final CanaryProjector canary;

  /** Projects into a ledger. */
  public Projector(Ledger ledger) {
    this.registry = new RegistryProjector(ledger);
    this.ballot = new BallotProjector(ledger);
    this.cradle = new CradleProjector(ledger);
    this.canary = new CanaryProjector(ledger);
  }

  /** Projects the next event. */
  public void project(ContractEvent event, Origin origin) {
    switch (event) {
      case RegistryEvent e -> registry.project(e, origin);
      case BallotEvent e -> ballot.project(e, origin);
      case CradleEvent e -> cradle.project(e, origin);
      case CanaryEvent e -> canary.project(e, origin);
      case UnknownEvent() -> {
        // Kept raw only.
      }
    }
  }
}
