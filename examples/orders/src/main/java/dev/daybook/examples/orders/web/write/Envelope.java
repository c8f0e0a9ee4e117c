package dev.daybook.examples.orders.web.write;

import dev.daybook.command.Command;
import dev.daybook.command.CommandIds;
import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.web.CorrelationFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a request says beside its content.
 *
 * @param commandId follows from the {@code Idempotency-Key}, so that the same request again is the same command
 */
record Envelope(Optional<UUID> commandId, String correlationId) {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,255}");

    /** @throws dev.daybook.examples.orders.domain.InvalidFieldsException if the request's key is none */
    static Envelope of(HttpServletRequest request) {
        List<String> keys = Collections.list(request.getHeaders(HEADER));
        new FieldChecks()
                .require(
                        keys.size() <= 1 && keys.stream().allMatch(VISIBLE.asMatchPredicate()),
                        HEADER,
                        "must be one key of 1 to 255 visible ASCII characters")
                .orThrow();
        // Others who derive ids from keys of theirs put another word before them.
        Optional<UUID> id = keys.stream().findFirst().map(key -> CommandIds.ofKey("http " + key));
        return new Envelope(id, String.valueOf(request.getAttribute(CorrelationFilter.CORRELATION_ID)));
    }

    /** For an order whose client has chosen none: that of the command, so that the request again is for the same order. */
    String madeUpOrderId() {
        return commandId.orElseGet(UUID::randomUUID).toString();
    }

    Command<OrderCommand> around(OrderCommand content) {
        Command<OrderCommand> command = Command.of(content).correlatedBy(correlationId);
        return commandId.map(command::id).orElse(command);
    }
}
