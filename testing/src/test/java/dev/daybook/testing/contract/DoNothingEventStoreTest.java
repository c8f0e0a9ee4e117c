package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Test
    void every_test_of_the_contract_fails_on_a_store_that_does_nothing() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(DoNothing.class))
                .build();
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create().execute(request, outcomes);
        assertThat(outcomes.failed).as("tests that failed").hasSizeGreaterThan(100);
        assertThat(outcomes.others).as("tests that did not fail").isEmpty();
    }

    static final class DoNothing extends EventStoreContract {

        @Override
        protected StoreStorage newStorage() {
            return new StoreStorage() {
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
            };
        }
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
