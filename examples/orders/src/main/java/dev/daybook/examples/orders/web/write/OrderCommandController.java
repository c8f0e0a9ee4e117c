package dev.daybook.examples.orders.web.write;

import dev.daybook.command.Outcome;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import dev.daybook.examples.orders.web.PositionHeaders;
import dev.daybook.examples.orders.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Turns requests into commands, and answers once they are accepted or once they are carried out. */
@RestController
@RequestMapping("/api/orders")
final class OrderCommandController {

    private final BoundedContext ordering;

    OrderCommandController(BoundedContext ordering) {
        this.ordering = ordering;
    }

    /** What is said of a command that was not refused. */
    sealed interface Answer {

        String orderId();
    }

    /**
     * It will be carried out.
     *
     * @param status where to ask what became of it
     */
    record Accepted(String orderId, UUID commandId, URI status) implements Answer {}

    /**
     * It is carried out.
     *
     * @param version of the order's stream
     * @param position in the log, in a header too; a read model that has reached it shows the change
     */
    record Done(String orderId, long version, long position) implements Answer {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> accept(@RequestBody PlaceOrderRequest body, HttpServletRequest request) {
        Envelope envelope = Envelope.of(request);
        OrderCommand command = body.toCommand(envelope.madeUpOrderId());
        return accepted(command, ordering.enqueue(envelope.around(command)).command());
    }

    @PostMapping(path = "/sync", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Answer> place(@RequestBody PlaceOrderRequest body, HttpServletRequest request) {
        Envelope envelope = Envelope.of(request);
        return carryOut(body.toCommand(envelope.madeUpOrderId()), envelope, HttpStatus.CREATED);
    }

    @PostMapping("/{orderId}/payment")
    ResponseEntity<Answer> pay(@PathVariable String orderId, HttpServletRequest request) {
        return carryOut(new PayOrder(orderId), Envelope.of(request), HttpStatus.OK);
    }

    @PostMapping("/{orderId}/shipment")
    ResponseEntity<Answer> ship(@PathVariable String orderId, HttpServletRequest request) {
        return carryOut(new ShipOrder(orderId), Envelope.of(request), HttpStatus.OK);
    }

    @PostMapping("/{orderId}/cancellation")
    ResponseEntity<Answer> cancel(@PathVariable String orderId, HttpServletRequest request) {
        return carryOut(new CancelOrder(orderId), Envelope.of(request), HttpStatus.OK);
    }

    private ResponseEntity<Answer> carryOut(OrderCommand command, Envelope envelope, HttpStatus success) {
        try {
            return switch (ordering.send(envelope.around(command))) {
                case Outcome.Accepted accepted ->
                    answer(
                            success,
                            new Done(
                                    command.orderId(),
                                    accepted.version().value(),
                                    accepted.position().value()));
                case Outcome.Refused refused -> throw Problems.refused(refused.code(), refused.reason());
                case Outcome.Failed failed -> throw failed(failed);
            };
        } catch (OutcomePendingException e) {
            return accepted(command, e.command());
        }
    }

    /** Contention passes; a decider that throws is a fault, which the context has logged. */
    private static RuntimeException failed(Outcome.Failed failed) {
        return switch (failed.kind()) {
            case CONFLICT -> Problems.unavailable("conflict", "Others change this order at the same time: try again");
            case DISCARDED -> Problems.refused("discarded", failed.reason());
            case DECIDER_FAILED -> new IllegalStateException(failed.reason());
        };
    }

    private static ResponseEntity<Answer> accepted(OrderCommand command, UUID id) {
        return answer(HttpStatus.ACCEPTED, new Accepted(command.orderId(), id, URI.create("/api/commands/" + id)));
    }

    private static ResponseEntity<Answer> answer(HttpStatus status, Answer answer) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status);
        if (status != HttpStatus.OK) {
            response.location(URI.create("/api/orders/" + answer.orderId()));
        }
        if (answer instanceof Done done) {
            response.header(PositionHeaders.REACHED, Long.toString(done.position()));
        }
        return response.body(answer);
    }
}
