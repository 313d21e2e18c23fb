package org.chancery.processes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.chancery.processes", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Of other modules only their root packages; of frameworks only the JSON reader. */
    @ArchTest
    static final ArchRule servicesSeeOnlyFaces = noClasses()
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "org.chancery.processes..",
                    "org.chancery.engine",
                    "org.chancery.rules",
                    "com.fasterxml.jackson..",
                    "java..");

    @ArchTest
    static final ArchRule onlyTheServiceAndItsChecksArePublic = classes()
            .that()
            .resideInAPackage("org.chancery.processes.est")
            .and()
            .doNotHaveSimpleName("EstService")
            .and()
            .doNotHaveSimpleName("EstChecks")
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule clocksAreInjected = noClasses()
            .should()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now");
}
