package dev.daybook.examples.orders.web.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A command as it is shown. What does not apply to it is left out.
 *
 * @param about not known yet of a command that is in memory only
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TrackedCommand(
        UUID commandId,
        @JsonUnwrapped Optional<About> about,
        @JsonUnwrapped Progress progress) {

    /**
     * What it is about.
     *
     * @param causationId of the event or command that led to it
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record About(String type, String orderId, Optional<String> causationId) {}

    /** How far it is. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    sealed interface Progress {}

    /** Waits for its turn or is being carried out. */
    record Pending(String status, Optional<Instant> acceptedAt) implements Progress {}

    /** Waits for its time. */
    record Scheduled(String status, Instant due) implements Progress {}

    /** Waits for a person, after so many attempts; the error is that of the last. */
    record Parked(String status, int attempts, String error, Instant parkedAt) implements Progress {}

    /** Carried out: the order's version and the position in the log after it. */
    record Accepted(String status, long version, long position, Instant decidedAt) implements Progress {}

    /** Refused by a business rule. */
    record Refused(String status, String code, String reason, Instant decidedAt) implements Progress {}

    /** Given up. */
    record Failed(String status, String error, Instant decidedAt) implements Progress {}

    static TrackedCommand inMemory(UUID id) {
        return new TrackedCommand(id, Optional.empty(), new Pending("pending", Optional.empty()));
    }

    static TrackedCommand of(CommandState state) {
        CommandHeader header = state.header();
        About about = new About(
                header.type(), header.stream().key(), header.metadata().causation());
        return new TrackedCommand(header.id(), Optional.of(about), progress(state));
    }

    private static Progress progress(CommandState state) {
        return switch (state) {
            case CommandState.Queued(var queued) -> new Pending("pending", Optional.of(queued.enqueuedAt()));
            case CommandState.Scheduled scheduled -> new Scheduled("scheduled", scheduled.due());
            case CommandState.Parked(ParkedCommand parked) ->
                new Parked("parked", parked.attempts(), parked.error(), parked.parkedAt());
            case CommandState.Decided(RecordedOutcome outcome) -> decided(outcome.verdict(), outcome.recordedAt());
        };
    }

    private static Progress decided(Verdict verdict, Instant at) {
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                new Accepted(
                        "accepted",
                        accepted.version().value(),
                        accepted.position().value(),
                        at);
            case Verdict.Refused refused -> new Refused("refused", refused.code(), refused.reason(), at);
            case Verdict.Discarded discarded ->
                new Failed("failed", "Discarded by " + discarded.by() + ": " + discarded.why(), at);
        };
    }
}
