package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test that a store without content passes would prove nothing of any other. */
final class DoNothingEventStoreTest {

    @ParameterizedTest
    @MethodSource("contracts")
    void every_test_of_a_contract_fails_on_a_store_that_does_nothing(Class<?> contract, int tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(contract))
                .build();
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create().execute(request, outcomes);
        assertThat(outcomes.failed).as("tests that failed").hasSizeGreaterThanOrEqualTo(tests);
        assertThat(outcomes.others).as("tests that did not fail").isEmpty();
    }

    static List<Arguments> contracts() {
        return List.of(
                Arguments.of(Events.class, 115),
                Arguments.of(Commands.class, 110),
                Arguments.of(Leases.class, 25),
                Arguments.of(Snapshots.class, 11),
                Arguments.of(Subscriptions.class, 20),
                Arguments.of(Traces.class, 10),
                Arguments.of(ReadModels.class, 30));
    }

    static final class Events extends EventStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class Commands extends CommandStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class Leases extends LeaseStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class Snapshots extends SnapshotStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class Subscriptions extends SubscriptionStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class Traces extends TraceStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    static final class ReadModels extends ReadModelStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new DoNothingStorage();
        }
    }

    private static final class DoNothingStorage implements StoreStorage {

        @Override
        public EventStore open(StoreLimits limits) {
            return new DoNothingEventStore();
        }

        @Override
        public EventStore open(StoreLimits limits, InstantSource clock) {
            return new DoNothingEventStore();
        }

        @Override
        public void close() {}
    }

    private static final class Outcomes implements TestExecutionListener {

        private final List<String> failed = new ArrayList<>();
        private final List<String> others = new ArrayList<>();

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            others.add(test.getDisplayName() + " skipped: " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && result.getStatus() == Status.FAILED) {
                failed.add(test.getDisplayName());
            } else if (test.isTest() || result.getStatus() != Status.SUCCESSFUL) {
                others.add(test.getDisplayName() + " " + result);
            }
        }
    }
}
