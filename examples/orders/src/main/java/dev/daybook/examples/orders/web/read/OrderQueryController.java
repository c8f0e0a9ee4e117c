package dev.daybook.examples.orders.web.read;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.readmodel.OrderDetail;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.examples.orders.web.Problems;
import dev.daybook.projection.Documents;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows orders as the read models have them, which follow the commands at a short distance. */
@RestController
@RequestMapping("/api/orders")
final class OrderQueryController {

    private final Documents<OrderSummary> list;
    private final Documents<OrderDetail> details;

    OrderQueryController(Documents<OrderSummary> list, Documents<OrderDetail> details) {
        this.list = list;
        this.details = details;
    }

    /**
     * Some orders, newest first.
     *
     * @param next what to pass as {@code after} for the page that follows; null after the last
     */
    record Page(List<OrderSummary> orders, Optional<String> next) {}

    @GetMapping
    Page list(OrderFilter filter) {
        Documents.Page<OrderSummary> page = list.page(filter.toQuery());
        return new Page(page.documents(), page.next());
    }

    @GetMapping("/{orderId}")
    OrderDetail detail(@PathVariable String orderId) {
        new FieldChecks().orderId("orderId", orderId).orThrow();
        return details.find(orderId).orElseThrow(() -> Problems.notFound("There is no order " + orderId));
    }
}
