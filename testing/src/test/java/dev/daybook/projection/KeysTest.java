package dev.daybook.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.context.BoundedContext;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventTypes;
import dev.daybook.event.JsonCodec;
import dev.daybook.projection.Payments.Article;
import dev.daybook.projection.Payments.Event;
import dev.daybook.projection.Payments.Order;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that belong to several documents, or find them through earlier events. */
@Timeout(60)
final class KeysTest {

    private static final Duration PLENTY = Duration.ofSeconds(30);
    private static final int ORDERS = 40;

    private final InMemoryEventStore store = new InMemoryEventStore();

    private void record(BoundedContext context) {
        Payments.some(ORDERS).forEach(context::send);
    }

    @Test
    void an_event_finds_its_documents_by_what_earlier_events_have_linked() throws InterruptedException {
        DocumentProjection<Order, Event> orders = Payments.orders(1);
        try (BoundedContext shop = Payments.start(store, orders)) {
            record(shop);
            Documents<Order> documents = shop.documents(orders);
            assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();

            assertThat(documents.find("o7")).contains(new Order("o7", 7 + 1));
            assertThat(documents.find("o9")).as("withdrawn").isEmpty();
            assertThat(documents.count(DocumentsQuery.all(), 100).documents()).isEqualTo(ORDERS - ORDERS / 10);
            assertThat(shop.projection(orders).verify(Verification.everything()).isRight())
                    .isTrue();
        }
    }

    @Test
    void links_are_still_known_after_a_restart_and_made_anew_with_the_documents() throws InterruptedException {
        DocumentProjection<Order, Event> orders = Payments.orders(1);
        try (BoundedContext shop = Payments.start(store, orders)) {
            record(shop);
            assertThat(shop.documents(orders).awaitPosition(store.head(), PLENTY))
                    .isTrue();
        }
        EventStore reopened = store.reopen();
        try (BoundedContext shop = Payments.start(reopened, orders)) {
            shop.send(new Payments.Note("bank", new Event.SettledByReference("r7", 100)));
            assertThat(shop.documents(orders).awaitPosition(store.head(), PLENTY))
                    .isTrue();
            assertThat(shop.documents(orders).find("o7")).contains(new Order("o7", 108));

            int generation = shop.projection(orders).rebuild();
            assertThat(shop.projection(orders).awaitServing(generation, PLENTY)).isTrue();
            shop.send(new Payments.Note("bank", new Event.Settled("p7", 1_000)));
            assertThat(shop.documents(orders).awaitPosition(store.head(), PLENTY))
                    .isTrue();
            assertThat(shop.documents(orders).find("o7")).contains(new Order("o7", 1_108));
        }
    }

    @Test
    void a_value_that_nobody_has_linked_leads_to_no_document() throws InterruptedException {
        DocumentProjection<Order, Event> orders = Payments.orders(1);
        try (BoundedContext shop = Payments.start(store, orders)) {
            shop.send(new Payments.Note("bank", new Event.Settled("p1", 5)));
            shop.send(new Payments.Note("bank", new Event.SettledByReference("p1", 5)));
            assertThat(shop.documents(orders).awaitPosition(store.head(), PLENTY))
                    .isTrue();
            assertThat(shop.documents(orders).count(DocumentsQuery.all(), 10).documents())
                    .isZero();
        }
    }

    @Test
    void an_event_may_change_several_documents() throws InterruptedException {
        DocumentProjection<Article, Event> articles = Payments.articles();
        try (BoundedContext shop = Payments.start(store, articles)) {
            record(shop);
            Documents<Article> documents = shop.documents(articles);
            assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();

            assertThat(documents.find("c")).contains(new Article("c", ORDERS));
            assertThat(documents.find("b4")).contains(new Article("b4", ORDERS / 5));
            assertThat(documents
                            .page(DocumentsQuery.all().descendingBy("orders").limit(1))
                            .documents())
                    .containsExactly(new Article("c", ORDERS));
            assertThat(shop.projection(articles)
                            .verify(Verification.everything())
                            .isRight())
                    .isTrue();
        }
    }

    @Test
    void however_events_come_in_pages_the_documents_are_the_same() {
        EventCatalog catalog = new EventCatalog(List.of(EventTypes.below(Event.class)), JsonCodec.standard());
        DocumentProjection<Order, Event> orders = Payments.orders(1);
        try (BoundedContext shop = Payments.start(store, orders)) {
            record(shop);
        }
        List<StoredEvent> events = store.readAll(Position.START, 1_000);
        DocumentFolding<Order, Event> folding = new DocumentFolding<>(orders, catalog, JsonCodec.standard());
        Map<String, Map<String, Document>> whole = fold(folding, events, events.size());

        assertThat(whole.get("orders")).hasSize(ORDERS - ORDERS / 10);
        for (int size : List.of(1, 2, 7, 50)) {
            assertThat(fold(folding, events, size)).as("pages of %d", size).isEqualTo(whole);
        }
    }

    /** Each page with a state of its own, as after a failure. */
    private static Map<String, Map<String, Document>> fold(
            DocumentFolding<Order, Event> folding, List<StoredEvent> events, int size) {
        Map<String, Map<String, Document>> tables = new HashMap<>();
        for (int from = 0; from < events.size(); from += size) {
            FoldState<Order> state = folding.newState((collection, keys) -> {
                Map<String, Document> found = new HashMap<>(tables.getOrDefault(collection, Map.of()));
                found.keySet().retainAll(keys);
                return found;
            });
            List<StoredEvent> page = events.subList(from, Math.min(events.size(), from + size));
            for (DocumentChanges changes : folding.fold(1, page, state)) {
                Map<String, Document> table = tables.computeIfAbsent(changes.collection(), none -> new HashMap<>());
                changes.puts().forEach(document -> table.put(document.key(), document));
                table.keySet().removeAll(changes.deletes());
            }
        }
        return tables;
    }

    @Test
    void such_a_projection_has_one_partition() {
        assertThat(Payments.orders(1).partitions()).isEqualTo(1);
        assertThat(Payments.articles().partitions()).isEqualTo(1);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DocumentProjection.named("articles")
                        .documents(Article.class)
                        .of(Event.class)
                        .partitions(4)
                        .keysBy(recorded -> Set.of())
                        .fold((current, recorded) -> current))
                .withMessageContainingAll("articles", "one partition", "4");
    }
}
