package dev.daybook.examples.orders.web.read;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.ordering.OrdersProperties;
import dev.daybook.examples.orders.web.PositionHeaders;
import dev.daybook.examples.orders.web.Problems;
import dev.daybook.projection.Documents;
import dev.daybook.store.Position;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/** Holds requests back until the read model shows what they ask for, and tells how much it shows. */
@Component
final class ReadGate {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Duration patience;

    ReadGate(OrdersProperties properties) {
        this.patience = properties.readWithin();
    }

    /**
     * To be called before the read model is read, since it may have moved on afterwards.
     *
     * @throws dev.daybook.examples.orders.domain.InvalidFieldsException if the position that is asked for is none
     */
    void pass(Documents<?> documents, ServletWebRequest exchange) {
        Optional<Position> wanted = wanted(exchange);
        boolean reached = wanted.map(position -> await(documents, position)).orElse(true);
        Position shown = documents.position();
        HttpServletResponse response = exchange.getResponse();
        if (response != null) {
            response.setHeader(PositionHeaders.REACHED, shown.toString());
        }
        if (!reached) {
            throw Problems.unavailable(
                    "read-model-behind",
                    "What is shown takes in the changes up to position " + shown + ", expected "
                            + wanted.map(Position::toString).orElse("any") + ": try again a little later");
        }
    }

    private static Optional<Position> wanted(ServletWebRequest exchange) {
        List<String> given = Collections.list(exchange.getRequest().getHeaders(PositionHeaders.WANTED));
        new FieldChecks()
                .require(
                        given.size() <= 1 && given.stream().allMatch(NUMBER.asMatchPredicate()),
                        PositionHeaders.WANTED,
                        "must be one position, a whole number of at most 18 digits")
                .orThrow();
        return given.stream().findFirst().map(text -> Position.of(Long.parseLong(text)));
    }

    private boolean await(Documents<?> documents, Position position) {
        try {
            return documents.position().compareTo(position) >= 0 || documents.awaitPosition(position, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.unavailable("stopping", "The shop is closing: try again");
        }
    }
}
