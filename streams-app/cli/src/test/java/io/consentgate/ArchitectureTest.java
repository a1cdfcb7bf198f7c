// SPDX-License-Identifier: Apache-2.0
package io.consentgate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What holds within a module, and what the edges between modules do not say. */
@AnalyzeClasses(
        packages = "io.consentgate",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutFixtures.class})
class ArchitectureTest {

    private static final String POLICY = "io.consentgate.policy..";
    private static final String REVIEW = "io.consentgate.review..";
    private static final String RULEBOOK = "io.consentgate.rulebook..";
    private static final String SERDE = "io.consentgate.serde..";
    private static final String BARRIER = "io.consentgate.barrier..";
    private static final String CONFIG = "io.consentgate.config..";
    private static final String TOPOLOGY = "io.consentgate.topology..";
    private static final String OPS = "io.consentgate.ops..";
    private static final String RUN = "io.consentgate.run..";
    private static final String CLI = "io.consentgate.cli..";
    private static final String LOCAL = "io.consentgate.local..";

    @ArchTest
    static final ArchRule policyKnowsOnlyTheLaw = classes()
            .that()
            .resideInAPackage(POLICY)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    POLICY,
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.text",
                    "java.net",
                    "java.math",
                    // Digests of references.
                    "java.security",
                    "java.nio.charset",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule reviewKnowsThePolicyAndNothingElseOfOurs = classes()
            .that()
            .resideInAPackage(REVIEW)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    REVIEW,
                    POLICY,
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.nio..",
                    "java.security",
                    "java.text",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule ruleBookKnowsTheRulesAndNothingElseOfOurs = classes()
            .that()
            .resideInAPackage(RULEBOOK)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(RULEBOOK, POLICY, REVIEW, "java..", "com.fasterxml.jackson..", "org.jspecify..");

    @ArchTest
    static final ArchRule lawAsksNoClock = noClasses()
            .that()
            .resideInAnyPackage(POLICY, REVIEW)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlySerdeKnowsTheAvroClasses = noClasses()
            .that()
            .resideInAnyPackage(POLICY, REVIEW, BARRIER, CONFIG, TOPOLOGY, OPS, RUN, CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.consentgate.events..", "org.apache.avro..");

    @ArchTest
    static final ArchRule serdeKnowsFactsAndNothingElseOfOurs = noClasses()
            .that()
            .resideInAPackage(SERDE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.consentgate.policy",
                    "io.consentgate.policy.rules..",
                    "io.consentgate.review",
                    "io.consentgate.review.rules..");

    @ArchTest
    static final ArchRule topologyReadsNoConfiguration = noClasses()
            .that()
            .resideInAPackage(TOPOLOGY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONFIG, OPS, RUN, CLI);

    @ArchTest
    static final ArchRule operationsOnlyWatch = noClasses()
            .that()
            .resideInAPackage(OPS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(POLICY, REVIEW, CONFIG, TOPOLOGY, RUN, CLI);

    @ArchTest
    static final ArchRule pagesKnowOnlyWhatCanBeAsked = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.consentgate.console.web..",
                    "io.consentgate.console.api..",
                    "io.consentgate.console.identity..",
                    "io.consentgate.console.cases..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.consentgate.console.desk..",
                    SERDE,
                    BARRIER,
                    TOPOLOGY,
                    OPS,
                    RUN,
                    CLI,
                    "io.consentgate.events..",
                    "org.apache.kafka..",
                    "org.apache.avro..");

    @ArchTest
    static final ArchRule onlyTheCommandLineAndConfigReadTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, CONFIG)
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule configKnowsOptionsByTheirNamesAlone = classes()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            CONFIG,
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..",
                            "org.apache.kafka.common.config..",
                            "org.rocksdb..")
                    .or(resideInAnyPackage("org.apache.kafka.clients..", "org.apache.kafka.streams..")
                            .and(nameMatching(".*Config(Setter)?"))));

    /** The local stack, which tests and the demo start, is on the class path here and may. */
    @ArchTest
    static final ArchRule theGateIsAClientOfTheBroker = noClasses()
            .that()
            .resideOutsideOfPackage(LOCAL)
            .should()
            .dependOnClassesThat(resideInAnyPackage(LOCAL, "kafka..")
                    .or(resideInAPackage("org.apache.kafka..")
                            .and(resideOutsideOfPackages(
                                    "org.apache.kafka.clients..",
                                    "org.apache.kafka.common..",
                                    "org.apache.kafka.streams.."))));

    @ArchTest
    static final ArchRule whatTheConsoleOffersIsPlain = noClasses()
            .that()
            .resideInAPackage("io.consentgate.console.cases..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache..",
                    "org.jdbi..",
                    "io.javalin..",
                    "com.fasterxml..",
                    "java.sql..",
                    "io.consentgate.events..",
                    "io.consentgate.console.desk..",
                    "io.consentgate.console.api..",
                    "io.consentgate.console.json..");

    @ArchTest
    static final ArchRule onlyTheDeskKnowsKafkaAndSql = noClasses()
            .that()
            .resideInAPackage("io.consentgate.console..")
            .and()
            .resideOutsideOfPackage("io.consentgate.console.desk..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "org.apache.avro..", "io.consentgate.events..", "org.jdbi..", "java.sql..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.consentgate.(*)..").should().beFreeOfCycles();

    /** Leaves out the jars of what tests of one module make for those of others. */
    static final class WithoutFixtures implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }
}
