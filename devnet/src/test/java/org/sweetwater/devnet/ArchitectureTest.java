package org.sweetwater.devnet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: contracts decide, the oracle carries, the indexer answers. */
@AnalyzeClasses(packages = "org.sweetwater", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule wrappersKnowOnlyTheContracts =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.wrappers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sweetwater.migrations..",
              "org.sweetwater.indexer..",
              "org.sweetwater.oracle..",
              "org.sweetwater.devnet..");

  @ArchTest
  static final ArchRule migrationsKnowNoService =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.migrations..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sweetwater.indexer..", "org.sweetwater.oracle..", "org.sweetwater.devnet..");

  @ArchTest
  static final ArchRule theIndexerKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.indexer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sweetwater.oracle..", "org.sweetwater.devnet..");

  @ArchTest
  static final ArchRule theOracleKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.oracle..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sweetwater.indexer..", "org.sweetwater.devnet..");

  @ArchTest
  static final ArchRule theIndexerSendsNoTransaction =
      noClasses()
          .that()
          .resideInAPackage("org.sweetwater.indexer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j.tx..", "org.web3j.crypto..");

  @ArchTest
  static final ArchRule answersAndTablesSeeNoWeb3j =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.sweetwater.indexer.graphql..",
              "org.sweetwater.indexer.project..",
              "org.sweetwater.indexer.store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.web3j..")
          // Until a module has such a package there is nothing to check in it.
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesAreNamedByFeature =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..util..", "..utils..", "..common..", "..impl..", "..manager..", "..helper..");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sweetwater.wrappers.contracts..")
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util");

  @ArchTest
  static final ArchRule featuresFormNoCycles =
      slices().matching("org.sweetwater.(*).(*)..").should().beFreeOfCycles();
}
