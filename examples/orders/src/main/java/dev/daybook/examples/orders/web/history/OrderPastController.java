package dev.daybook.examples.orders.web.history;

import dev.daybook.aggregate.AggregateStates;
import dev.daybook.aggregate.VersionNotReachedException;
import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.domain.OrderState;
import dev.daybook.examples.orders.ordering.OrderingConfiguration;
import dev.daybook.examples.orders.web.Problems;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows an order as it was, replayed from the log, and what changed between two of its versions. */
@RestController
final class OrderPastController {

    private final AggregateStates<OrderState> orders;

    OrderPastController(BoundedContext ordering) {
        this.orders = ordering.states(OrderingConfiguration.ORDER);
    }

    @GetMapping(path = "/api/orders/{orderId}", params = "version")
    PastOrder atVersion(
            @PathVariable String orderId,
            @RequestParam String version,
            @RequestParam(required = false) @Nullable String at) {
        FieldChecks checks = new FieldChecks().orderId("orderId", orderId);
        checks.require(at == null, "at", "cannot be asked for together with version");
        Version asked = Moments.version("version", version, 1, checks);
        checks.orThrow();
        return found(orderId, () -> orders.at(orderId, asked).flatMap(PastOrder::of));
    }

    @GetMapping(
            path = "/api/orders/{orderId}",
            params = {"at", "!version"})
    PastOrder atInstant(@PathVariable String orderId, @RequestParam String at) {
        FieldChecks checks = new FieldChecks().orderId("orderId", orderId);
        Instant instant = Moments.instant("at", at, checks);
        checks.orThrow();
        return orders.at(orderId, instant)
                .flatMap(PastOrder::of)
                .orElseThrow(() -> Problems.notFound("There was no order " + orderId + " at " + instant));
    }

    @GetMapping("/api/orders/{orderId}/diff")
    OrderChanges difference(
            @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        FieldChecks checks = new FieldChecks().orderId("orderId", orderId);
        Version first = Moments.version("from", from, 0, checks);
        Version second = Moments.version("to", to, 0, checks);
        checks.orThrow();
        return found(orderId, () -> orders.difference(orderId, first, second).map(OrderChanges::of));
    }

    private static <T> T found(String orderId, Supplier<Optional<T>> answer) {
        try {
            return answer.get().orElseThrow(() -> Problems.notFound("There is no order " + orderId));
        } catch (VersionNotReachedException e) {
            throw Problems.notFound("Order " + orderId + " has no such version yet, its last is " + e.last());
        }
    }
}
