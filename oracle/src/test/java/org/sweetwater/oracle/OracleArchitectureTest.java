package org.sweetwater.oracle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom inside the oracle, and which code is pure. */
@AnalyzeClasses(
    packages = "org.sweetwater.oracle",
    importOptions = ImportOption.DoNotIncludeTests.class)
class OracleArchitectureTest {
  private static final String RELAY = "org.sweetwater.oracle.relay..";
  private static final String MESSAGE = "org.sweetwater.oracle.message..";

  private static final String[] INPUT_AND_OUTPUT = {
    "java.net..",
    "java.nio.file..",
    "java.sql..",
    "javax.sql..",
    "org.jdbi..",
    "io.vertx..",
    "org.web3j..",
    "okhttp3..",
    "org.sweetwater.migrations..",
    "org.sweetwater.wrappers.chain..",
    "org.slf4j.."
  };

  private static final DescribedPredicate<JavaClass> VERIFIERS =
      DescribedPredicate.describe(
          "verifiers",
          type ->
              type.getPackageName().startsWith("org.sweetwater.oracle.ballot")
                  && type.getSimpleName().endsWith("Verifier"));

  @ArchTest
  static final ArchRule theRelayKnowsNoFeature =
      noClasses()
          .that()
          .resideInAPackage(RELAY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sweetwater.oracle.ballot..",
              "org.sweetwater.oracle.hub..",
              "org.sweetwater.oracle.cradle..",
              MESSAGE,
              "org.sweetwater.wrappers.contracts..");

  @ArchTest
  static final ArchRule messagesArePure =
      noClasses()
          .that()
          .resideInAPackage(MESSAGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INPUT_AND_OUTPUT);

  @ArchTest
  static final ArchRule messagesKnowNoOtherPackageOfTheOracle =
      noClasses()
          .that()
          .resideInAPackage(MESSAGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              RELAY,
              "org.sweetwater.oracle.ballot..",
              "org.sweetwater.oracle.hub..",
              "org.sweetwater.oracle.cradle..");

  @ArchTest
  static final ArchRule verifiersDoNoInputOrOutput =
      noClasses()
          .that(VERIFIERS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(INPUT_AND_OUTPUT)
          // Until the ballot's verifiers are there, there is nothing to check.
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule verifiersHaveNoClock =
      noClasses()
          .that(VERIFIERS)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.InstantSource")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheRelaySigns =
      noClasses()
          .that()
          .resideOutsideOfPackage(RELAY)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.web3j.crypto.TransactionEncoder");

  @ArchTest
  static final ArchRule hubAndBallotMeetOnlyOverTheWire =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.oracle.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RELAY, "org.sweetwater.oracle.ballot..");

  @ArchTest
  static final ArchRule aRecountSharesNoCodeWithWhatItChecks =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.oracle.recount..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MESSAGE,
              RELAY,
              "org.sweetwater.oracle.ballot..",
              "org.sweetwater.oracle.hub..",
              "org.sweetwater.oracle.cradle..",
              "org.sweetwater.wrappers.contracts..",
              "fr.acinq..");

  @ArchTest
  static final ArchRule timeComesFromOutside =
      noClasses()
          .that()
          .resideInAnyPackage(RELAY, MESSAGE, "org.sweetwater.oracle.pace..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC");
}
