package dev.daybook.examples.orders.web.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.daybook.aggregate.StateDifference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What differs between two versions of an order. */
record OrderChanges(String orderId, long from, long to, List<Change> changes) {

    /**
     * One value that differs.
     *
     * @param path a JSON pointer
     * @param before left out if there was none
     * @param after left out if there is none any more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(
            String path,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {}

    static OrderChanges of(StateDifference difference) {
        return new OrderChanges(
                difference.stream().key(),
                difference.from().value(),
                difference.to().value(),
                difference.changes().stream()
                        .map(change -> new Change(
                                change.path(),
                                change.before().orElse(null),
                                change.after().orElse(null)))
                        .toList());
    }
}
