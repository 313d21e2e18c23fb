package org.chancery.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may import whom inside the ledger. */
@AnalyzeClasses(packages = "org.chancery.ledger", importOptions = ImportOption.DoNotIncludeTests.class)
class LedgerArchitectureTest {

    @ArchTest
    static final ArchRule ratisStaysInRaft = noClasses()
            .that()
            .resideOutsideOfPackage("org.chancery.ledger.raft..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache..", "io.grpc..", "io.netty..");

    @ArchTest
    static final ArchRule theVerifierNeedsNothingButTheJdk = classes()
            .that()
            .resideInAPackage("org.chancery.ledger.verify..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.xml.stream..",
                    "org.chancery.ledger.verify..",
                    "org.chancery.ledger");

    @ArchTest
    static final ArchRule theLogNeedsNothingButTheJdkAndCrypto = classes()
            .that()
            .resideInAPackage("org.chancery.ledger.log..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.security..",
                    "org.bouncycastle..",
                    "org.chancery.ledger.log..",
                    "org.chancery.ledger.verify..",
                    "org.chancery.ledger");

    @ArchTest
    static final ArchRule theFaceKnowsNoFramework = classes()
            .that()
            .resideInAPackage("org.chancery.ledger")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.slf4j..", "org.chancery.ledger..");

    @ArchTest
    static final ArchRule nothingOfOursFromOutsideTheLedger = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.chancery.engine..",
                    "org.chancery.rules..",
                    "org.chancery.trust..",
                    "org.chancery.processes..",
                    "org.chancery.twin..",
                    "org.chancery.console..");

    @ArchTest
    static final ArchRule noCircles =
            slices().matching("org.chancery.ledger.(*)..").should().beFreeOfCycles();
}
