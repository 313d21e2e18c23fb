package org.chancery.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use what in the application module. */
@AnalyzeClasses(packages = "org.chancery", importOptions = ImportOption.DoNotIncludeTests.class)
class ConsoleArchitectureTest {

    @ArchTest
    static final ArchRule VAADIN_ONLY_IN_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackages("org.chancery.console..", "org.chancery")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.vaadin..");

    @ArchTest
    static final ArchRule SCREENS_USE_FACES_ONLY = noClasses()
            .that()
            .resideInAPackage("org.chancery.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.chancery.engine.*..", "org.chancery.ledger.*..", "org.chancery.processes..");

    @ArchTest
    static final ArchRule SCREENS_KNOW_NO_ENGINE_PRODUCT = noClasses()
            .that()
            .resideInAPackage("org.chancery.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.operaton..", "org.apache.ratis..", "java.sql..");

    @ArchTest
    static final ArchRule SCREENS_DO_NOT_KNOW_THE_APPLICATION = noClasses()
            .that()
            .resideInAPackage("org.chancery.console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.chancery");
}
