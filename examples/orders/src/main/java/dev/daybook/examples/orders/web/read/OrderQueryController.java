package dev.daybook.examples.orders.web.read;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.domain.FieldError;
import dev.daybook.examples.orders.domain.InvalidFieldsException;
import dev.daybook.examples.orders.readmodel.OrderDetail;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.examples.orders.web.Problems;
import dev.daybook.projection.Documents;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.projection.InvalidCursorException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Shows orders as the read models have them, which follow the commands at a short distance that a client can wait for. */
@RestController
@RequestMapping("/api/orders")
final class OrderQueryController {

    private final Documents<OrderSummary> list;
    private final Documents<OrderDetail> details;
    private final ReadGate gate;

    OrderQueryController(Documents<OrderSummary> list, Documents<OrderDetail> details, ReadGate gate) {
        this.list = list;
        this.details = details;
        this.gate = gate;
    }

    /**
     * Some orders, newest first.
     *
     * @param next what to pass as {@code after} for the page that follows; null after the last
     */
    record Page(List<OrderSummary> orders, Optional<String> next) {}

    @GetMapping
    Page list(OrderFilter filter, ServletWebRequest exchange) {
        DocumentsQuery query = filter.toQuery();
        gate.pass(list, exchange);
        Documents.Page<OrderSummary> page = page(query);
        return new Page(page.documents(), page.next());
    }

    private Documents.Page<OrderSummary> page(DocumentsQuery query) {
        try {
            return list.page(query);
        } catch (InvalidCursorException e) {
            throw new InvalidFieldsException(
                    List.of(new FieldError("after", "must be the value of 'next' in the page before")));
        }
    }

    @GetMapping("/{orderId}")
    OrderDetail detail(@PathVariable String orderId, ServletWebRequest exchange) {
        new FieldChecks().orderId("orderId", orderId).orThrow();
        gate.pass(details, exchange);
        return details.find(orderId).orElseThrow(() -> Problems.notFound("There is no order " + orderId));
    }
}
