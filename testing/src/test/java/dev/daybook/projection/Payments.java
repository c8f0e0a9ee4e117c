package dev.daybook.projection;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.context.BoundedContext;
import dev.daybook.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders and payments: the events of a payment do not know the order. */
final class Payments {

    private Payments() {}

    /** Has an event recorded, whatever happened before. */
    record Note(String stream, Event event) {}

    sealed interface Event {
        record Placed(String order, List<String> articles) implements Event {}

        record PaymentRequested(String payment) implements Event {}

        record Settled(String payment, int cents) implements Event {}

        record Renamed(String payment, String reference) implements Event {}

        record SettledByReference(String reference, int cents) implements Event {}

        record Withdrawn() implements Event {}
    }

    /** A document. */
    record Order(String order, int paid) {}

    /** A document. */
    record Article(String article, int orders) {}

    private static final class Recorder implements Decider<Note, Boolean, Event> {

        @Override
        public Boolean initial() {
            return false;
        }

        @Override
        public Decision<Event> decide(Note command, Boolean state) {
            return Decision.accept(command.event());
        }

        @Override
        public Boolean evolve(Boolean state, Event event) {
            return true;
        }
    }

    static BoundedContext start(EventStore store, DocumentProjection<?, ?> projection) {
        return BoundedContext.named("shop")
                .store(store)
                .aggregate(Aggregate.named("order")
                        .commands(Note.class, Note::stream)
                        .events(Event.class)
                        .decider(new Recorder()))
                .projection(projection)
                .start();
    }

    /** What is paid of each order; payments are found through what the order has said of them. */
    static DocumentProjection<Order, Event> orders(int revision) {
        return DocumentProjection.named("orders")
                .documents(Order.class)
                .of(Event.class)
                .revision(revision)
                .link("payment", Event.PaymentRequested.class, Event.PaymentRequested::payment)
                .follow("payment", Event.Settled.class, Event.Settled::payment)
                .follow("payment", Event.Renamed.class, Event.Renamed::payment)
                .link("reference", Event.Renamed.class, Event.Renamed::reference)
                .follow("reference", Event.SettledByReference.class, Event.SettledByReference::reference)
                .fold((current, recorded) -> after(current, recorded.event()));
    }

    private static @Nullable Order after(@Nullable Order current, Event event) {
        return switch (event) {
            case Event.Placed placed -> new Order(placed.order(), 0);
            case Event.Settled settled
            when current != null -> new Order(current.order(), current.paid() + settled.cents());
            case Event.SettledByReference settled
            when current != null -> new Order(current.order(), current.paid() + settled.cents());
            case Event.Withdrawn withdrawn -> null;
            default -> current;
        };
    }

    /** How often each article was ordered: an event has as many documents as it has articles. */
    static DocumentProjection<Article, Event> articles() {
        return DocumentProjection.named("articles")
                .documents(Article.class)
                .of(Event.class)
                .indexedByNumber("orders")
                .keysBy(recorded -> recorded.event() instanceof Event.Placed placed ? placed.articles() : Set.of())
                .fold((key, current, recorded) -> new Article(key, current == null ? 1 : current.orders() + 1));
    }

    /** Orders, payments by their ids and by references, withdrawals: some of each, in a fixed order. */
    static List<Note> some(int orders) {
        List<Note> records = new ArrayList<>();
        for (int i = 0; i < orders; i++) {
            String order = "o" + i;
            records.add(new Note(order, new Event.Placed(order, List.of("a" + i % 3, "b" + i % 5, "c"))));
            records.add(new Note(order, new Event.PaymentRequested("p" + i)));
            records.add(new Note("bank", new Event.Settled("p" + i, i)));
            records.add(new Note("bank", new Event.Renamed("p" + i, "r" + i)));
            records.add(new Note("bank", new Event.SettledByReference("r" + i, 1)));
            if (i % 10 == 9) {
                records.add(new Note(order, new Event.Withdrawn()));
            }
        }
        return records;
    }
}
