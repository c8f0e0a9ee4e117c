package dev.daybook.sql.command;

import dev.daybook.command.Command;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.CommandOperations;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.Outcome;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.command.Receipt;
import dev.daybook.command.WhenFull;
import dev.daybook.context.BoundedContext;
import dev.daybook.event.JsonCodec;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.command.Tills.Fault;
import dev.daybook.sql.command.Tills.TillCommand.Move;
import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Senders who do everything that is allowed, and a person who deals with what is parked. */
final class TillUsers implements AutoCloseable {

    private static final int SENDERS = 16;
    private static final int TILLS = 8;
    private static final int RECENT = 200;
    private static final int MOST_CENTS = 100;
    private static final int ONE_IN_FAULTY = 40;
    private static final String MEMORY = "default";
    private static final String DURABLE = "durable";
    private static final String OVERFLOWING = "overflowing";
    private static final List<String> LANES = List.of(MEMORY, DURABLE, OVERFLOWING);
    private static final List<Fault> FAULTS = List.of(Fault.EXCEPTION, Fault.ERROR, Fault.STACK_OVERFLOW);

    private final List<BoundedContext> contexts;
    private final TillModel model;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> senders = new ArrayList<>();
    private final List<UUID> ids = new CopyOnWriteArrayList<>();
    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger putOff = new AtomicInteger();
    private final AtomicInteger parked = new AtomicInteger();

    private TillUsers(List<BoundedContext> contexts, TillModel model) {
        this.contexts = contexts;
        this.model = model;
    }

    static BoundedContext context(EventStore store) {
        return BoundedContext.named("tills")
                .store(store)
                .aggregate(Tills.aggregate())
                .commandBus(bus -> bus.leaseTime(Duration.ofSeconds(1))
                        .retries(new Backoff(Duration.ofMillis(10), Duration.ofMillis(200)), 4)
                        .sendTimeout(Duration.ofSeconds(5))
                        .lane(MEMORY, lane -> lane.capacity(SENDERS / 4))
                        .lane(DURABLE, lane -> lane.durable().capacity(SENDERS))
                        .lane(OVERFLOWING, lane -> lane.capacity(SENDERS / 4).whenFull(WhenFull.overflow(SENDERS))))
                .start();
    }

    static TillUsers start(List<BoundedContext> contexts, TillModel model, Random random) {
        TillUsers users = new TillUsers(contexts, model);
        for (int i = 0; i < SENDERS; i++) {
            Random own = new Random(random.nextLong());
            users.senders.add(users.threads.submit(() -> users.watched(() -> users.useUntilStopped(own))));
        }
        Random own = new Random(random.nextLong());
        users.threads.execute(() -> users.watched(() -> users.dealWithParked(own)));
        return users;
    }

    private void watched(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            surprises.add(e);
        }
    }

    private void useUntilStopped(Random random) {
        while (!stopping.get()) {
            UUID id = ids.isEmpty() || random.nextInt(3) > 0 ? newCommand(random) : recent(random);
            try {
                use(id, random);
            } catch (StoreUnavailableException e) {
                unavailable.incrementAndGet(); // it is settled in the end
            } catch (LaneFullException | OutcomePendingException e) {
                putOff.incrementAndGet(); // as before
            }
        }
    }

    private UUID newCommand(Random random) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        Fault fault = random.nextInt(ONE_IN_FAULTY) == 0 ? FAULTS.get(random.nextInt(FAULTS.size())) : Fault.NONE;
        long cents = random.nextLong(1, MOST_CENTS);
        model.ask(id, new Move("" + random.nextInt(TILLS), random.nextBoolean() ? cents : -cents, fault));
        ids.add(id);
        return id;
    }

    private UUID recent(Random random) {
        int size = ids.size();
        return ids.get(size - 1 - random.nextInt(Math.min(size, RECENT)));
    }

    private void use(UUID id, Random random) {
        BoundedContext context = contexts.get(random.nextInt(contexts.size()));
        Move move = model.asked(id);
        String lane = LANES.get(random.nextInt(LANES.size()));
        if (model.isAnswered(id) && random.nextInt(3) == 0) {
            requireRefusal(
                    context,
                    Command.of(new Move(move.till(), move.cents() + 1, move.fault()))
                            .id(id)
                            .lane(lane));
        }
        Command<?> command = Command.of(move).id(id).lane(lane);
        if (random.nextBoolean()) {
            Receipt unused = context.enqueue(command);
        } else {
            model.answer(id, context.send(command));
        }
    }

    private static void requireRefusal(BoundedContext context, Command<?> other) {
        try {
            Outcome outcome = context.send(other);
            throw new AssertionError("Another command with the id of an earlier one was answered " + outcome);
        } catch (CommandIdReusedException e) {
            return;
        }
    }

    private void dealWithParked(Random random) {
        while (!leaving.get()) {
            CommandOperations operations =
                    contexts.get(random.nextInt(contexts.size())).commands().operations();
            try {
                operations.parked(DURABLE, 0, 100).forEach(command -> dealWith(operations, command, random));
            } catch (StoreUnavailableException e) {
                unavailable.incrementAndGet();
            }
            TestRun.passMoment(random);
        }
    }

    private void dealWith(CommandOperations operations, ParkedCommand command, Random random) {
        parked.incrementAndGet();
        UUID id = command.command().command().header().id();
        Move move = model.asked(id);
        Intervention intervention = new Intervention("test", "random");
        boolean unused = move.fault() == Fault.NONE
                ? operations.retry(id, intervention)
                : random.nextBoolean()
                        ? operations.discard(id, intervention)
                        : operations.edit(id, JsonCodec.standard().write(move.without(move.fault())), intervention);
    }

    /** Waits until so many more commands were answered. */
    void awaitAnswered(int count) throws Exception {
        int target = model.answered() + count;
        TestRun.await(count + " more answers", () -> {
            requireNoSurprise();
            return model.answered() >= target;
        });
    }

    private void requireNoSurprise() {
        Throwable surprise = surprises.peek();
        if (surprise != null) {
            throw new AssertionError("A user met what must not happen", surprise);
        }
    }

    /** Lets nobody begin anything new, and asks again for every command that has no answer until it has. */
    void settle() throws Exception {
        stopping.set(true);
        for (Future<?> sender : senders) {
            sender.get();
        }
        List<Future<?>> settling = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int first = i;
            settling.add(threads.submit(() -> settleEachFrom(first)));
        }
        for (Future<?> one : settling) {
            one.get();
        }
        requireNoSurprise();
    }

    private @Nullable Void settleEachFrom(int first) throws Exception {
        for (int i = first; i < ids.size(); i += SENDERS) {
            UUID id = ids.get(i);
            if (!model.isAnswered(id)) {
                TestRun.await("the answer to " + id + ", " + model.asked(id), () -> isSettled(id));
            }
        }
        return null;
    }

    private boolean isSettled(UUID id) {
        try {
            model.answer(
                    id, contexts.getFirst().send(Command.of(model.asked(id)).id(id)));
            return model.isAnswered(id) || model.asked(id).fault() != Fault.NONE;
        } catch (StoreUnavailableException | LaneFullException | OutcomePendingException e) {
            return false;
        }
    }

    String said() {
        return unavailable + " times no answer, " + putOff + " times put off, " + parked + " parked";
    }

    @Override
    public void close() {
        stopping.set(true);
        leaving.set(true);
        threads.close();
    }
}
