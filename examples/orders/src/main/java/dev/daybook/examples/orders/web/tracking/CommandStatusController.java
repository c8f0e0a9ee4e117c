package dev.daybook.examples.orders.web.tracking;

import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.web.PositionHeaders;
import dev.daybook.examples.orders.web.Problems;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Says what became of one command. */
@RestController
final class CommandStatusController {

    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private final BoundedContext ordering;

    CommandStatusController(BoundedContext ordering) {
        this.ordering = ordering;
    }

    @GetMapping("/api/commands/{commandId}")
    ResponseEntity<TrackedCommand> status(@PathVariable String commandId) {
        new FieldChecks()
                .require(UUID_FORM.matcher(commandId).matches(), "commandId", "must be a UUID")
                .orThrow();
        UUID id = UUID.fromString(commandId);
        if (ordering.status(id).isEmpty()) {
            throw Problems.notFound("There is no command " + id + ", or not any more");
        }
        return answer(ordering.commands()
                .operations()
                .show(id)
                .map(TrackedCommand::of)
                .orElseGet(() -> TrackedCommand.inMemory(id)));
    }

    private static ResponseEntity<TrackedCommand> answer(TrackedCommand command) {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        if (command.progress() instanceof TrackedCommand.Accepted accepted) {
            response.header(PositionHeaders.REACHED, Long.toString(accepted.position()));
        }
        return response.body(command);
    }
}
