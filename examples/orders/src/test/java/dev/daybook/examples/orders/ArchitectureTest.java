package dev.daybook.examples.orders;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Command;
import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.domain.OrderDecider;
import dev.daybook.examples.orders.domain.OrderState;
import org.junit.jupiter.api.Test;

/** Commands and queries are two sides that do not know each other, and the domain knows neither. */
final class ArchitectureTest {

    private static final String ROOT = "dev.daybook.examples.orders";
    private static final String DOMAIN = ROOT + ".domain";
    private static final String READ_MODEL = ROOT + ".readmodel";
    private static final String WRITE = ROOT + ".web.write";
    private static final String READ = ROOT + ".web.read";
    private static final String REACTION = ROOT + ".reaction";
    private static final String HISTORY = ROOT + ".web.history";
    private static final String TRACKING = ROOT + ".web.tracking";
    private static final String[] WRITE_SIDE = {WRITE, "dev.daybook.command", "dev.daybook.aggregate"};
    private static final String[] READ_SIDE = {READ_MODEL, READ, "dev.daybook.projection"};

    private static final JavaClasses SHOP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void the_domain_knows_java_and_the_decider_alone() {
        noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(DOMAIN, "java..", "org.jspecify.annotations")
                        .or(assignableTo(Decider.class))
                        .or(assignableTo(Decision.class))))
                .check(SHOP);
    }

    @Test
    void requests_that_change_orders_never_look_at_read_models() {
        noClasses()
                .that()
                .resideInAPackage(WRITE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(READ_SIDE)
                .check(SHOP);
    }

    @Test
    void read_models_and_requests_for_them_know_nothing_of_commands_nor_of_the_log() {
        noClasses()
                .that()
                .resideInAnyPackage(READ_MODEL, READ)
                .should()
                .dependOnClassesThat(resideInAnyPackage(WRITE_SIDE)
                        .or(assignableTo(BoundedContext.class))
                        .or(assignableTo(OrderCommand.class))
                        .or(assignableTo(OrderState.class))
                        .or(assignableTo(OrderDecider.class)))
                .check(SHOP);
    }

    @Test
    void the_history_and_what_tracks_commands_send_none() {
        noClasses()
                .that()
                .resideInAnyPackage(HISTORY, TRACKING)
                .should()
                .callMethod(BoundedContext.class, "send", Object.class)
                .orShould()
                .callMethod(BoundedContext.class, "send", Command.class)
                .orShould()
                .callMethod(BoundedContext.class, "enqueue", Object.class)
                .orShould()
                .callMethod(BoundedContext.class, "enqueue", Command.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(READ_SIDE)
                .check(SHOP);
    }

    @Test
    void what_happens_by_itself_follows_from_events_alone() {
        noClasses()
                .that()
                .resideInAPackage(REACTION)
                .should()
                .dependOnClassesThat(resideInAnyPackage(READ_SIDE)
                        .or(resideInAnyPackage(ROOT + ".web..", ROOT + ".ordering"))
                        .or(assignableTo(BoundedContext.class)))
                .check(SHOP);
    }
}
