package org.sweetwater.indexer.project;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sweetwater.indexer.decode.CradleEvent;
import org.sweetwater.wrappers.Hash32;

/** Experiments, attestations and attestor sets. */
final class CradleProjector {
  private final Ledger ledger;
  private final Rows rows;

  CradleProjector(Ledger ledger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger);
  }

  void project(CradleEvent event, Origin origin) {
    switch (event) {
      case CradleEvent.AttestorsSet e -> {
        ledger.add(
            new AttestorSetRow(e.version(), e.attestors(), e.attestationsRequired()), origin);
        ledger.put(network().withAttestorSet(e.version()), origin);
      }
      case CradleEvent.ExperimentSubmitted e -> ledger.put(submitted(e, origin), origin);
      case CradleEvent.SeedLatched e ->
          experiment(e.id(), origin, row -> row.seeded(e.seed(), origin.minedAt()));
      case CradleEvent.AttestationPosted e ->
          ledger.add(
              new AttestationRow(
                  e.id(), e.attestor(), e.resultHash(), network().attestorSet(), origin.minedAt()),
              origin);
      case CradleEvent.ExperimentDecided e ->
          experiment(
              e.id(),
              origin,
              row ->
                  row.decided(
                      e.passed(),
                      resultOf(e),
                      ExperimentRow.Metrics.from(e.worst()),
                      origin.minedAt()));
      case CradleEvent.ExperimentApproved e ->
          experiment(e.id(), origin, row -> row.approved(origin.minedAt()));
    }
  }

  private NetworkRow network() {
    return ledger.find(NetworkRow.class, NetworkRow.key(NetworkRow.ID)).orElse(NetworkRow.EMPTY);
  }

  private void experiment(Hash32 id, Origin origin, UnaryOperator<ExperimentRow> change) {
    rows.change(ExperimentRow.class, ExperimentRow.key(id), origin, change);
  }

  private static ExperimentRow.Result resultOf(CradleEvent.ExperimentDecided e) {
    return new ExperimentRow.Result(
        Optional.of(e.resultHash()), Optional.of(e.artefactHash()), e.failedMetrics());
  }

  private static ExperimentRow submitted(CradleEvent.ExperimentSubmitted e, Origin origin) {
    return new ExperimentRow(
        e.id(),
        e.submitter(),
        e.changeHash(),
        e.specHash(),
        e.attempt(),
        e.attestationsRequired(),
        ExperimentStatus.SUBMITTED,
        Optional.empty(),
        ExperimentRow.Result.NONE,
        ExperimentRow.Metrics.from(e.thresholds()),
        ExperimentRow.Metrics.NONE,
        origin.minedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
