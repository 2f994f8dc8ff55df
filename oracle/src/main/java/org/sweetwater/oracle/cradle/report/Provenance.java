package org.sweetwater.oracle.cradle.report;

import java.util.Optional;
import java.util.regex.Pattern;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.wrappers.Hash32;

/** Where the numbers come from: the chain, the hashes, and the commands that give them again. */
record Provenance(Measured measured, Optional<OnChain> onChain) {
  private static final Pattern FILE_NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  Html chain() {
    return onChain
        .map(this::facts)
        .orElse(
            new Html(
                "<p>This result was measured at home. No contract knows of it, and nobody attested it.</p>"));
  }

  private Html facts(OnChain it) {
    return Html.of(
        "<dl>{}{}{}{}{}{}{}{}</dl>",
        fact("Experiment", code(it.experiment())),
        fact("Chain", Html.of("{}", it.chainId())),
        fact("Status", Html.of("{}", it.status())),
        fact(
            "Verdict of the contract",
            Html.of("{}", it.verdict().isEmpty() ? "none yet" : it.verdict())),
        fact("Attempt at this change", Html.of("{}", it.attempt())),
        fact(
            "Attestations",
            Html.of("{}, {} required", it.attestations(), it.attestationsRequired())),
        fact("Submitted by", Html.of("<code>{}</code>", it.submitter().checksummed())),
        fact(
            "Final result", it.resultHash().map(this::compared).orElse(Html.of("{}", "none yet"))));
  }

  private Html compared(Hash32 hash) {
    return Html.of(
        "{} <span class=\"soft\">{}</span>",
        code(hash),
        isThisOne(hash) ? "the result on this page" : "another than the result on this page");
  }

  private boolean isThisOne(Hash32 hash) {
    return hash.equals(measured.result().resultHash());
  }

  /** A page must not look like the contract's word when the contract says another. */
  Html warning() {
    return onChain.flatMap(OnChain::resultHash).map(this::isThisOne).orElse(true)
        ? Html.NOTHING
        : new Html(
            "<p class=\"warning\"><b>Not the result on the chain.</b> The contract holds another result as final; what is shown here was not attested.</p>");
  }

  Html replay() {
    ExperimentResult result = measured.result();
    Html again = command("sw cradle run %s.yaml --seed %s".formatted(file(), result.seed()));
    if (result.experiment().isZero()) {
      return Html.of("<p>Run the specification from the same seed:</p>{}", again);
    }
    return Html.of(
        """
        <p>Fetch specification and result from chain and archive, run all again, and compare the hashes:</p>{}
        <p>Or run a copy of the specification from the same seed:</p>{}
        """,
        command("sw cradle replay " + result.experiment()),
        again);
  }

  /** People paste commands: a name that a shell might understand does not get into one. */
  private String file() {
    String name = measured.spec().metadata().name();
    return FILE_NAME.matcher(name).matches() ? name : "experiment";
  }

  private static Html command(String line) {
    return Html.of("<pre class=\"command\"><code>{}</code></pre>", line);
  }

  Html hashes() {
    ExperimentResult result = measured.result();
    return Html.of(
        "<dl>{}{}{}{}{}{}</dl>",
        fact("Engine", Html.of("<code>{}</code>", result.engine())),
        fact("Seed", code(result.seed())),
        fact("Specification", code(measured.spec().specHash())),
        fact("Change", code(measured.spec().changeHash())),
        fact("Artefact", code(result.artefactHash())),
        fact("Result", code(result.resultHash())));
  }

  private static Html fact(String name, Html value) {
    return Html.of("<dt>{}</dt><dd>{}</dd>", name, value);
  }

  private static Html code(Hash32 hash) {
    return Html.of("<code>{}</code>", hash);
  }
}
