package dev.daybook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The levels of the architecture: imports point down only. */
final class ArchitectureTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.daybook");

    @Test
    void imports_point_down_only() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.daybook..")
                .layer("context")
                .definedBy("dev.daybook.context..")
                .layer("command")
                .definedBy("dev.daybook.command..")
                .layer("projection")
                .definedBy("dev.daybook.projection..")
                .layer("process")
                .definedBy("dev.daybook.process..")
                .layer("subscription")
                .definedBy("dev.daybook.subscription..")
                .layer("aggregate")
                .definedBy("dev.daybook.aggregate..")
                .layer("event")
                .definedBy("dev.daybook.event..")
                .layer("store")
                .definedBy("dev.daybook.store..")
                .layer("exceptions")
                .definedBy("dev.daybook")
                .whereLayer("context")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("command")
                .mayOnlyBeAccessedByLayers("context")
                .whereLayer("projection")
                .mayOnlyBeAccessedByLayers("context")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("context")
                .whereLayer("subscription")
                .mayOnlyBeAccessedByLayers("context", "command", "projection", "process")
                .whereLayer("aggregate")
                .mayOnlyBeAccessedByLayers("context", "command", "projection", "process", "subscription")
                .whereLayer("exceptions")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("exceptions")
                .whereLayer("event")
                .mayOnlyAccessLayers("store", "exceptions")
                .check(CORE);
    }

    @Test
    void every_package_belongs_to_a_level() {
        Set<String> packages =
                CORE.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(packages)
                .containsExactly(
                        "dev.daybook",
                        "dev.daybook.aggregate",
                        "dev.daybook.command",
                        "dev.daybook.context",
                        "dev.daybook.event",
                        "dev.daybook.process",
                        "dev.daybook.projection",
                        "dev.daybook.store",
                        "dev.daybook.subscription");
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        SlicesRuleDefinition.slices()
                .matching("dev.daybook.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void the_write_side_never_looks_at_read_models() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.daybook.command..", "dev.daybook.aggregate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.daybook.projection..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("dev\\.daybook\\.store\\.Document.*")
                .check(CORE);
    }

    @Test
    void nothing_knows_sql() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(CORE);
    }

    @Test
    void every_package_is_null_marked() {
        for (JavaClass type : CORE) {
            assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                    .as("package-info of " + type.getPackageName() + " is @NullMarked")
                    .isTrue();
        }
    }
}
