package dev.daybook.examples.orders.web.write;

import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import dev.daybook.examples.orders.web.CorrelationFilter;
import dev.daybook.examples.orders.web.Problems;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Turns requests into commands and answers once they are carried out. */
@RestController
@RequestMapping("/api/orders")
final class OrderCommandController {

    private final BoundedContext ordering;

    OrderCommandController(BoundedContext ordering) {
        this.ordering = ordering;
    }

    /**
     * What became of an accepted command.
     *
     * @param version of the order's stream
     * @param position in the log; a read model that has reached it shows the change
     */
    record Accepted(String orderId, long version, long position) {}

    @PostMapping(path = "/sync", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Accepted> place(
            @RequestBody PlaceOrderRequest request,
            @RequestAttribute(CorrelationFilter.CORRELATION_ID) String correlationId) {
        Accepted accepted = send(request.toCommand(UUID.randomUUID().toString()), correlationId);
        return ResponseEntity.created(URI.create("/api/orders/" + accepted.orderId()))
                .body(accepted);
    }

    @PostMapping("/{orderId}/payment")
    Accepted pay(
            @PathVariable String orderId, @RequestAttribute(CorrelationFilter.CORRELATION_ID) String correlationId) {
        return send(new PayOrder(orderId), correlationId);
    }

    @PostMapping("/{orderId}/shipment")
    Accepted ship(
            @PathVariable String orderId, @RequestAttribute(CorrelationFilter.CORRELATION_ID) String correlationId) {
        return send(new ShipOrder(orderId), correlationId);
    }

    @PostMapping("/{orderId}/cancellation")
    Accepted cancel(
            @PathVariable String orderId, @RequestAttribute(CorrelationFilter.CORRELATION_ID) String correlationId) {
        return send(new CancelOrder(orderId), correlationId);
    }

    private Accepted send(OrderCommand command, String correlationId) {
        return switch (ordering.send(Command.of(command).correlatedBy(correlationId))) {
            case Outcome.Accepted accepted ->
                new Accepted(
                        command.orderId(),
                        accepted.version().value(),
                        accepted.position().value());
            case Outcome.Refused refused -> throw Problems.refused(refused.code(), refused.reason());
            case Outcome.Failed failed -> throw failed(failed);
        };
    }

    /** Contention passes; a decider that throws is a fault, which the context has logged. */
    private static RuntimeException failed(Outcome.Failed failed) {
        return failed.code().equals(Outcome.Failed.CONFLICT)
                ? Problems.unavailable(failed.code(), "Others change this order at the same time: try again")
                : new IllegalStateException(failed.reason());
    }
}
