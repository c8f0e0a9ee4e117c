package dev.daybook.examples.orders.web.tracking;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.daybook.context.BoundedContext;
import dev.daybook.event.RecordedEvent;
import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.web.CorrelationFilter;
import dev.daybook.examples.orders.web.Limit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows all that one correlation id set off, about a second behind. */
@RestController
final class TraceController {

    private static final Limit LIMIT = new Limit(100, 1_000);

    private final BoundedContext ordering;

    TraceController(BoundedContext ordering) {
        this.ordering = ordering;
    }

    /**
     * What belongs together.
     *
     * @param commands those with outcomes in the order of these, then those that wait
     * @param events in the order of the log
     */
    record Trace(String correlationId, List<TrackedCommand> commands, List<TracedEvent> events) {}

    /**
     * One event.
     *
     * @param causationId of the command that it came of
     * @param data as it is stored
     */
    record TracedEvent(
            UUID id,
            String type,
            String orderId,
            long version,
            long position,
            Instant recordedAt,
            Optional<String> causationId,
            @JsonRawValue String data) {

        static TracedEvent of(RecordedEvent<?> recorded) {
            return new TracedEvent(
                    recorded.id(),
                    recorded.stored().type().name(),
                    recorded.stored().stream().key(),
                    recorded.version().value(),
                    recorded.position().value(),
                    recorded.recordedAt(),
                    recorded.metadata().causation(),
                    recorded.stored().data());
        }
    }

    @GetMapping("/api/traces/{correlationId}")
    Trace trace(@PathVariable String correlationId, @RequestParam(required = false) @Nullable String limit) {
        FieldChecks checks = new FieldChecks();
        checks.require(CorrelationFilter.isAcceptable(correlationId), "correlationId", CorrelationFilter.FORM);
        int most = LIMIT.read(limit, checks);
        checks.orThrow();
        var trace = ordering.trace(correlationId, most);
        return new Trace(
                correlationId,
                trace.commands().stream().map(TrackedCommand::of).toList(),
                trace.events().stream().map(TracedEvent::of).toList());
    }
}
