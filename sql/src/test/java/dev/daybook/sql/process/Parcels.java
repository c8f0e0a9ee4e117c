package dev.daybook.sql.process;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.WhenFull;
import dev.daybook.context.BoundedContext;
import dev.daybook.process.Policy;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.sql.SqlProjection;
import dev.daybook.sql.process.Parcels.ParcelCommand.Expire;
import dev.daybook.sql.process.Parcels.ParcelEvent.Collected;
import dev.daybook.sql.process.Parcels.ParcelEvent.Expired;
import dev.daybook.sql.process.Parcels.ParcelEvent.Registered;
import dev.daybook.store.EventStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Parcels that expire unless they are collected in time, with a read model, a policy and a process manager. */
final class Parcels {

    static final Duration LIMIT = Duration.ofMillis(200);

    private static final Duration LEASE_TIME = Duration.ofSeconds(1);
    private static final int CAPACITY = 100;

    private Parcels() {}

    sealed interface ParcelCommand {
        String parcel();

        record Register(String parcel) implements ParcelCommand {}

        record Collect(String parcel) implements ParcelCommand {}

        record Expire(String parcel) implements ParcelCommand {}
    }

    sealed interface ParcelEvent {
        String parcel();

        record Registered(String parcel) implements ParcelEvent {}

        record Collected(String parcel) implements ParcelEvent {}

        record Expired(String parcel) implements ParcelEvent {}
    }

    record State(boolean waiting) {}

    record Waiting(String parcel) {}

    /** A document: what became of a parcel, and of how many events it is made. */
    record Parcel(String status, int events) {}

    private static final class Rules implements Decider<ParcelCommand, State, ParcelEvent> {

        @Override
        public State initial() {
            return new State(false);
        }

        @Override
        public Decision<ParcelEvent> decide(ParcelCommand command, State state) {
            return switch (command) {
                case ParcelCommand.Register register -> Decision.accept(new Registered(register.parcel()));
                case ParcelCommand.Collect collect ->
                    state.waiting()
                            ? Decision.accept(new Collected(collect.parcel()))
                            : Decision.refuse("gone", "Gone");
                case Expire expire ->
                    state.waiting() ? Decision.accept(new Expired(expire.parcel())) : Decision.refuse("gone", "Gone");
            };
        }

        @Override
        public State evolve(State state, ParcelEvent event) {
            return new State(event instanceof Registered);
        }
    }

    static final DocumentProjection<Parcel, ParcelEvent> PROJECTION = DocumentProjection.named("parcels")
            .documents(Parcel.class)
            .of(ParcelEvent.class)
            .fold((current, recorded) -> fold(current, recorded.event()));

    static final SqlProjection<ParcelEvent> COUNTS = SqlProjection.named("counts")
            .table("parcel_counts", """
                    CREATE TABLE {parcel_counts} (
                        parcel text NOT NULL, kind text NOT NULL, seen bigint NOT NULL, PRIMARY KEY (parcel, kind))
                    """)
            .of(ParcelEvent.class)
            .onEach((recorded, sql) -> sql.update(
                    """
                    INSERT INTO {parcel_counts} AS c (parcel, kind, seen) VALUES (?, ?, 1)
                    ON CONFLICT (parcel, kind) DO UPDATE SET seen = c.seen + 1
                    """, recorded.event().parcel(), recorded.event().getClass().getSimpleName()));

    static Parcel fold(@Nullable Parcel current, ParcelEvent event) {
        String status = event.getClass().getSimpleName();
        return new Parcel(status, current == null ? 1 : current.events() + 1);
    }

    static final ProcessManager<Waiting> EXPIRY = ProcessManager.named("expiry")
            .state(Waiting.class)
            .partitions(2)
            .startedBy(
                    Registered.class,
                    Registered::parcel,
                    registered -> Reaction.of(new Waiting(registered.event().parcel()))
                            .timer("expires", LIMIT))
            .on(
                    Collected.class,
                    Collected::parcel,
                    (state, collected) -> Reaction.of(state).end())
            .onTimer(
                    "expires",
                    (state, timer) ->
                            Reaction.of(state).send(new Expire(state.parcel())).end())
            .sends(Expire.class);

    /** Notes each registered parcel in the effects. */
    static Policy labels(Effects effects) {
        return Policy.named("labels")
                .partitions(2)
                .on(
                        Registered.class,
                        (recorded, attempt) -> effects.add(recorded.event().parcel(), attempt.idempotencyKey()));
    }

    static BoundedContext start(EventStore store, Effects effects) {
        return BoundedContext.named("parcels")
                .store(store)
                .aggregate(Aggregate.named("parcel")
                        .commands(ParcelCommand.class, ParcelCommand::parcel)
                        .events(ParcelEvent.class)
                        .decider(new Rules()))
                .projection(PROJECTION)
                .projection(COUNTS)
                .policy(labels(effects))
                .processManager(EXPIRY)
                .commandBus(bus -> bus.leaseTime(LEASE_TIME)
                        .lane(
                                "work",
                                lane -> lane.durable()
                                        .capacity(CAPACITY)
                                        .whenFull(WhenFull.await(Duration.ofSeconds(30)))
                                        .takes(ParcelCommand.class)))
                .start();
    }
}
