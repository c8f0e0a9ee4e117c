package dev.daybook.testing;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Intervention;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Lease;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The commands of an {@link InMemoryEventStore}. */
final class InMemoryCommandStore implements CommandStore {

    private final InMemorySession session;
    private final InMemoryStorage storage;

    InMemoryCommandStore(InMemorySession session) {
        this.session = session;
        this.storage = session.storage();
    }

    @Override
    public List<QueuedCommand> read(String queue, Slices slices, long after, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> storage.queues().queue(queue).read(slices, after, limit));
    }

    @Override
    public Map<UUID, RecordedOutcome> outcomes(Collection<UUID> ids) {
        return session.whileOpen(() -> storage.outcomes().of(ids));
    }

    @Override
    public Optional<CommandState> find(UUID id) {
        return session.whileOpen(() -> storage.outcomes()
                .find(id)
                .<CommandState>map(CommandState.Decided::new)
                .or(() -> storage.queues().find(id)));
    }

    @Override
    public QueueStatus status(String queue) {
        return session.whileOpen(() -> storage.queues().status(queue));
    }

    @Override
    public Set<String> queues(String prefix) {
        return session.whileOpen(() -> storage.queues().names(prefix));
    }

    @Override
    public Set<String> scheduledQueues(String prefix) {
        return session.whileOpen(() -> storage.queues().scheduledNames(prefix));
    }

    @Override
    public void awaitChange(long changes, Duration timeout) throws InterruptedException {
        storage.await(() -> session.whileOpen(storage::changes) != changes, timeout);
    }

    @Override
    public long changes() {
        return storage.locked(storage::changes);
    }

    @Override
    public boolean park(QueuedCommand command, int attempts, String error, Lease lease) {
        return changing(() -> storage.leases().lost(List.of(lease)).isEmpty()
                && storage.queues()
                        .park(command, attempts, error, storage.time().next(session.now())));
    }

    @Override
    public List<ParkedCommand> parked(String queue, long after, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> storage.queues().queue(queue).parked(after, limit));
    }

    @Override
    public boolean retry(UUID id, Intervention intervention) {
        return intervene(id, parked -> {
            check(parked, intervention);
            storage.queues().retry(parked, parked.command().command().payload());
            return true;
        });
    }

    @Override
    public boolean edit(UUID id, String payload, Intervention intervention) {
        return intervene(id, parked -> {
            check(parked, intervention);
            check(parked, payload);
            storage.queues().retry(parked, payload);
            return true;
        });
    }

    @Override
    public boolean discard(UUID id, Intervention intervention) {
        return intervene(id, parked -> {
            CommandHeader command = check(parked, intervention);
            storage.queues().remove(id);
            storage.outcomes()
                    .record(command, discarded(intervention), storage.time().next(session.now()));
            return true;
        });
    }

    @Override
    public boolean cancel(UUID id) {
        return changing(() -> storage.queues().cancel(id, session.now()));
    }

    @Override
    public Optional<Instant> releaseDue(int limit) {
        InMemorySession.requirePositive(limit);
        return changing(() -> {
            Instant now = session.now();
            return storage.queues().releaseDue(limit, now, storage.time().next(now));
        });
    }

    @Override
    public int forgetOutcomes(Instant before, int limit) {
        InMemorySession.requirePositive(limit);
        return changing(() -> storage.outcomes().forget(before, limit));
    }

    private boolean intervene(UUID id, Predicate<ParkedCommand> action) {
        return changing(() -> storage.queues().parked(id).filter(action).isPresent());
    }

    private <T> T changing(Supplier<T> action) {
        return session.whileOpen(() -> {
            T result = action.get();
            storage.announce();
            return result;
        });
    }

    private CommandHeader check(ParkedCommand parked, Intervention intervention) {
        CommandHeader command = parked.command().command().header();
        NewOutcome outcome =
                new NewOutcome(command, new NewOutcome.Finding.Known(discarded(intervention)), Optional.empty());
        session.limits().check(new Commit(List.of(), List.of(outcome), List.of(), List.of()));
        return command;
    }

    private void check(ParkedCommand parked, String payload) {
        SerializedCommand edited =
                new SerializedCommand(parked.command().command().header(), payload);
        session.limits()
                .check(Commit.enqueue(
                        new Enqueue(parked.command().queue(), Enqueue.UNBOUNDED, edited, Optional.empty())));
        InMemoryQueues.fault(edited).ifPresent(fault -> {
            throw new InvalidEventException(fault);
        });
    }

    private static Verdict discarded(Intervention intervention) {
        return new Verdict.Discarded(intervention.by(), intervention.why());
    }
}
