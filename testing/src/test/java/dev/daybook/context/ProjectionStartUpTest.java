package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.context.Counting.CounterEvent;
import dev.daybook.context.Counting.CounterView;
import dev.daybook.projection.DocumentFold;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.Intervention;
import dev.daybook.store.Position;
import dev.daybook.testing.InMemoryEventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProjectionStartUpTest {

    private final InMemoryEventStore store = new InMemoryEventStore();

    private static DocumentProjection<CounterView, CounterEvent> totals(DocumentFold<CounterView, CounterEvent> fold) {
        return DocumentProjection.named("totals")
                .documents(CounterView.class)
                .of(CounterEvent.class)
                .indexedBy("id")
                .fold(fold);
    }

    private BoundedContextBuilder context() {
        return BoundedContext.named("counting").store(store).aggregate(Counting.counter());
    }

    @Test
    void documents_ahead_of_the_log_are_an_error_at_start() {
        context().projection(totals((view, recorded) -> null)).start().close();
        store.documents().subscriptions().reset("totals@1", Position.of(9), new Intervention("ben", "A test"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> context()
                        .projection(totals((view, recorded) -> null))
                        .start()
                        .close())
                .withMessageContainingAll("totals", "position 9", "position 0");
    }

    @Test
    void an_indexed_field_that_no_document_has_is_an_error() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DocumentProjection.named("totals")
                        .documents(CounterView.class)
                        .of(CounterEvent.class)
                        .indexedBy("idd"))
                .withMessageContainingAll("idd", "[id, total]");
    }

    @Test
    void a_projection_of_events_that_nobody_makes_is_an_error_at_start() {
        DocumentProjection<CounterView, Runnable> projection = DocumentProjection.named("none")
                .documents(CounterView.class)
                .of(Runnable.class)
                .fold((view, recorded) -> null);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> context().projection(projection).start().close())
                .withMessageContainingAll("none", "java.lang.Runnable");
    }
}
