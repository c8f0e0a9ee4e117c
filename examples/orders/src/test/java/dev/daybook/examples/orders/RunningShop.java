package dev.daybook.examples.orders;

import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.readmodel.OrderDetail;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.projection.Documents;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/** The shop on a free port, and a client of it. */
final class RunningShop extends ShopClient {

    private static final int MOST_UNKNOWN = 10;

    private final ConfigurableApplicationContext context;

    private RunningShop(ConfigurableApplicationContext context) {
        super(URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port")));
        this.context = context;
    }

    static RunningShop open(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("server.port=0");
        return new RunningShop(OrdersApplication.start(all));
    }

    /** The status of a command that has been answered with 202, once it is another than pending. */
    Answer awaitOutcome(Answer accepted) {
        return awaitChange(() -> Optional.of(get(accepted.text("/status")))
                .filter(answer -> !answer.text("/status").equals("pending")));
    }

    /** Waits until there is something, and looks again whenever commands come or go. */
    <T> T awaitChange(Supplier<Optional<T>> look) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                long changes = store().commands().changes();
                Optional<T> found = look.get();
                if (found.isPresent()) {
                    return found.get();
                }
                store().commands().awaitChange(changes, Duration.ofMillis(100));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throw new AssertionError("What was waited for did not come within " + PATIENCE);
    }

    /** What is at a path once it is there, or as fresh as is asked for. */
    Answer awaitOk(String path, String... headers) {
        return awaitChange(() -> Optional.of(get(path, headers)).filter(answer -> answer.status() == 200));
    }

    /** Stores a command that the shop does not know, so that it waits for a person, and with it its order. */
    UUID park(String orderId) {
        UUID id = enqueueUnknown(store(), orderId);
        return awaitChange(() -> store().commands()
                .find(id)
                .filter(CommandState.Parked.class::isInstance)
                .map(state -> id));
    }

    /** Stores a command that no shop knows, among those that wait. */
    static UUID enqueueUnknown(EventStore store, String orderId) {
        UUID id = UUID.randomUUID();
        PayloadHash hash = PayloadHash.of("order.unknown", "{}");
        CommandHeader header =
                new CommandHeader(id, hash, "order.unknown", StreamId.of("order", orderId), Metadata.none());
        SerializedCommand command = new SerializedCommand(header, "{}");
        store.commit(Commit.enqueue(new Enqueue("ordering/durable", MOST_UNKNOWN, command, Optional.empty())));
        return id;
    }

    BoundedContext ordering() {
        return context.getBean(BoundedContext.class);
    }

    EventStore store() {
        return context.getBean(EventStore.class);
    }

    /** Waits until all that follows the log has dealt with all that has happened, and has noted so. */
    void awaitFollowers() {
        Position head = store().head();
        awaitChange(() -> Optional.of(ordering().subscriptions())
                .filter(all -> all.stream().allMatch(one -> one.position().equals(head))));
    }

    /** Waits until both read models show all that has happened. */
    void awaitReadModels() {
        Position head = store().head();
        for (Class<?> document : List.of(OrderSummary.class, OrderDetail.class)) {
            var documents = (Documents<?>)
                    context.getBeanProvider(ResolvableType.forClassWithGenerics(Documents.class, document))
                            .getObject();
            try {
                if (!documents.awaitPosition(head, PATIENCE)) {
                    throw new AssertionError(document.getSimpleName() + " did not reach " + head);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        context.close();
        super.close();
    }
}
