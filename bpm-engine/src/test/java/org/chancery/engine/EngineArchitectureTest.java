package org.chancery.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;

/** Who may import whom in this module. */
@AnalyzeClasses(packages = "org.chancery.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class EngineArchitectureTest {

    /** Assembles the node and its REST address; the only face types that know what is behind the faces. */
    private static final DescribedPredicate<JavaClass> ASSEMBLY = simpleName("EngineNode")
            .or(simpleName("EngineRest"))
            .or(new DescribedPredicate<>("nested in EngineNode") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getName().startsWith("org.chancery.engine.EngineNode$");
                }
            });

    @ArchTest
    static final ArchRule theFaceShowsNothingOfWhatIsBehindIt = noClasses()
            .that(resideInAPackage("org.chancery.engine").and(DescribedPredicate.not(ASSEMBLY)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.operaton..", "jakarta..", "com.zaxxer..", "org.chancery.engine.*..");

    @ArchTest
    static final ArchRule ofTheLedgerOnlyItsFaceIsUsed =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.chancery.ledger.*..");

    @ArchTest
    static final ArchRule otherModulesAreNotImported = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.chancery.rules..",
                    "org.chancery.processes..",
                    "org.chancery.trust..",
                    "org.chancery.twin..",
                    "org.chancery.console..",
                    "org.springframework..",
                    "com.vaadin..");

    @ArchTest
    static final ArchRule httpHasOneHome = classes()
            .that()
            .resideInAPackage("org.chancery.engine..")
            .and(DescribedPredicate.not(ASSEMBLY))
            .and()
            .resideOutsideOfPackage("org.chancery.engine.rest..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "jakarta.servlet..", "jakarta.ws.rs..", "org.glassfish..", "org.operaton.bpm.engine.rest..");

    @ArchTest
    static final ArchRule theGateKnowsNothingOfWhatStandsAboveTheEngine = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.chancery.engine.gate..", "org.chancery.engine.image..", "org.chancery.engine.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.chancery.engine.casework..",
                    "org.chancery.engine.task..",
                    "org.chancery.engine.model..",
                    "org.chancery.engine.form..",
                    "org.chancery.engine.rest..");

    @ArchTest
    static final ArchRule formsKnowOnlyTheFace = noClasses()
            .that()
            .resideInAPackage("org.chancery.engine.form..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.chancery.engine.*..")
                    .and(DescribedPredicate.not(resideInAPackage("org.chancery.engine.form.."))))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.operaton..");

    /** The second opinion: it must not share a mistake with what it judges. */
    @ArchTest
    static final ArchRule conformanceSharesOnlyTheModelApiAndFeel = classes()
            .that()
            .resideInAPackage("org.chancery.engine.conformance..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.chancery.engine.conformance..",
                    "org.chancery.ledger",
                    "org.operaton.bpm.model..",
                    "org.camunda.feel..",
                    "camundajar.impl.scala..",
                    "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.chancery.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule clocksAreInjected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callConstructor(Date.class);

    @ArchTest
    static final ArchRule namesAreTheFieldsTerms =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Common)(\\$.*)?");
}
