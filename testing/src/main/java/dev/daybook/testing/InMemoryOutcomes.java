package dev.daybook.testing;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommitResult;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/** The outcomes of commands, in the order in which they were recorded. Not safe for use by many threads. */
final class InMemoryOutcomes {

    private final SequencedMap<UUID, RecordedOutcome> byCommand = new LinkedHashMap<>();
    private long recorded;

    Optional<RecordedOutcome> find(UUID command) {
        return Optional.ofNullable(byCommand.get(command));
    }

    /** The answer to a commit of which a command has an outcome already. */
    Optional<CommitResult> decided(List<NewOutcome> outcomes) {
        List<RecordedOutcome> known = outcomes.stream()
                .flatMap(outcome -> find(outcome.command().id()).stream())
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(new CommitResult.AlreadyDecided(known));
    }

    void record(CommandHeader command, Verdict verdict, Instant recordedAt) {
        recorded++;
        byCommand.put(command.id(), new RecordedOutcome(recorded, command, verdict, recordedAt));
    }

    /** All that are still known, oldest first. */
    Collection<RecordedOutcome> all() {
        return byCommand.values();
    }

    /** The sequence of the last that was ever recorded. */
    long last() {
        return recorded;
    }

    int forget(Instant before, int limit) {
        List<UUID> old = byCommand.values().stream()
                .limit(limit)
                .filter(outcome -> outcome.recordedAt().isBefore(before))
                .map(outcome -> outcome.command().id())
                .toList();
        old.forEach(byCommand::remove);
        return old.size();
    }

    Map<UUID, RecordedOutcome> of(Collection<UUID> commands) {
        Map<UUID, RecordedOutcome> found = new LinkedHashMap<>();
        for (UUID command : commands) {
            find(command).ifPresent(outcome -> found.put(command, outcome));
        }
        return Map.copyOf(found);
    }
}
