package org.sweetwater.indexer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom inside the indexer, and which code is pure. */
@AnalyzeClasses(
    packages = "org.sweetwater.indexer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class IndexerArchitectureTest {
  private static final String BASE = "org.sweetwater.indexer";

  @ArchTest
  static final ArchRule dataFlowsOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("service")
          .definedBy(BASE)
          .layer("graphql")
          .definedBy(BASE + ".graphql..")
          .layer("store")
          .definedBy(BASE + ".store..")
          .layer("project")
          .definedBy(BASE + ".project..")
          .layer("chain")
          .definedBy(BASE + ".chain..")
          .layer("decode")
          .definedBy(BASE + ".decode..")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("graphql")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("project")
          .mayOnlyBeAccessedByLayers("service", "store")
          .whereLayer("chain")
          .mayOnlyBeAccessedByLayers("service", "store")
          .whereLayer("decode")
          .mayOnlyBeAccessedByLayers("service", "project", "graphql");

  @ArchTest
  static final ArchRule onlyTheServiceSeesGeneratedContractsAndNobodyElseWeb3j =
      noClasses()
          .that()
          .resideInAnyPackage(
              BASE + ".graphql..",
              BASE + ".project..",
              BASE + ".decode..",
              BASE + ".store..",
              BASE + ".chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "org.sweetwater.wrappers.contracts..");

  @ArchTest
  static final ArchRule decodingAndProjectingIsPure =
      noClasses()
          .that()
          .resideInAnyPackage(BASE + ".decode..", BASE + ".project..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..",
              "java.nio.file..",
              "java.sql..",
              "javax.sql..",
              "io.vertx..",
              "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule theIndexerKnowsNoOtherService =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sweetwater.oracle..", "org.sweetwater.devnet..");
}
