package dev.daybook.projection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.context.ForwardingStore;
import dev.daybook.projection.Payments.Article;
import dev.daybook.projection.Payments.Event;
import dev.daybook.projection.VerificationResult.Difference;
import dev.daybook.store.Claim;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.testing.InMemoryEventStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents are compared with a fresh fold of the log. */
@Timeout(60)
final class VerificationTest {

    private static final Claim STRANGER = new Claim("stranger", 0, 1);

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final DocumentProjection<Article, Event> articles = Payments.articles();
    private final BoundedContext shop = Payments.start(store, articles);

    @BeforeEach
    void fill() throws InterruptedException {
        Payments.some(30).forEach(shop::send);
        assertThat(shop.documents(articles).awaitPosition(store.head(), Duration.ofSeconds(30)))
                .isTrue();
        store.subscriptions().begin(STRANGER.subscription(), 1, Position.START);
        store.subscriptions().claim(STRANGER);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void documents_that_are_right_are_all_counted() {
        VerificationResult result = shop.projection(articles).verify(Verification.everything());

        assertThat(result.isRight()).isTrue();
        assertThat(result.documents()).isEqualTo(3 + 5 + 1);
        assertThat(result.generation()).isEqualTo(1);
        assertThat(result.position()).isEqualTo(store.head());
    }

    @Test
    void a_document_that_was_changed_deleted_or_added_by_hand_is_found() {
        Document right =
                requireNonNull(store.documents().find("articles", Set.of("c")).get("c"));
        Document wrong = new Document("c", right.created(), right.updated(), "{\"article\":\"c\",\"orders\":0}");
        Document extra = new Document("d", right.created(), right.updated(), "{\"article\":\"d\",\"orders\":1}");
        tamper(new DocumentChanges("articles", 1, List.of(wrong, extra), Set.of("b2")));

        VerificationResult result = shop.projection(articles).verify(Verification.everything());

        assertThat(result.isRight()).isFalse();
        assertThat(result.differences()).extracting(Difference::key).containsExactly("b2", "c", "d");
        assertThat(result.differences().get(0).stored()).isEmpty();
        assertThat(result.differences().get(1).stored()).contains(wrong);
        assertThat(result.differences().get(1).expected()).contains(right);
        assertThat(result.differences().get(2).expected()).isEmpty();
    }

    @Test
    void a_sample_compares_some_of_them() {
        assertThat(shop.projection(articles).verify(Verification.sample(1)).documents())
                .isLessThan(9);
        assertThat(shop.projection(articles).verify(Verification.sample(1_000)).documents())
                .isEqualTo(9);
    }

    @Test
    void a_document_that_changes_at_each_look_hides_no_other_and_is_said_to_be_undecided() {
        shop.close();
        Document right =
                requireNonNull(store.documents().find("articles", Set.of("c")).get("c"));
        Document wrong = new Document("c", right.created(), right.updated(), "{\"article\":\"c\",\"orders\":0}");
        tamper(new DocumentChanges("articles", 1, List.of(wrong), Set.of()));
        Thread verifying = Thread.currentThread();
        AtomicReference<Runnable> beforeLooking = new AtomicReference<>(() -> {});
        DocumentStore watched = (DocumentStore) Proxy.newProxyInstance(
                DocumentStore.class.getClassLoader(),
                new Class<?>[] {DocumentStore.class},
                (proxy, method, arguments) -> {
                    if (Thread.currentThread().equals(verifying)
                            && Set.of("load", "scan").contains(method.getName())) {
                        beforeLooking.get().run();
                    }
                    return method.invoke(store.documents(), arguments);
                });
        EventStore shopStore = new ForwardingStore(store.reopen()) {
            @Override
            public DocumentStore documents() {
                return watched;
            }
        };
        try (BoundedContext busy = Payments.start(shopStore, articles)) {
            beforeLooking.set(() -> order(busy, "hot"));
            VerificationResult result = busy.projection(articles).verify(Verification.everything());

            assertThat(result.differences()).extracting(Difference::key).containsExactly("c");
            assertThat(result.undecided()).containsExactly("hot");
            assertThat(result.isRight()).isFalse();

            beforeLooking.set(() -> {});
            assertThat(busy.projection(articles)
                            .verify(Verification.everything())
                            .undecided())
                    .isEmpty();
        }
    }

    private void order(BoundedContext busy, String article) {
        busy.send(new Payments.Note(article, new Event.Placed(article, List.of(article))));
        try {
            assertThat(busy.documents(articles).awaitPosition(store.head(), Duration.ofSeconds(30)))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void documents_made_anew_are_right_again() throws InterruptedException {
        tamper(new DocumentChanges("articles", 1, List.of(), Set.of("c")));
        int generation = shop.projection(articles).rebuild();
        assertThat(shop.projection(articles).awaitServing(generation, Duration.ofSeconds(30)))
                .isTrue();
        assertThat(shop.projection(articles).verify(Verification.everything()).isRight())
                .isTrue();
    }

    private void tamper(DocumentChanges changes) {
        assertThat(store.documents().write(new Progress(STRANGER, Position.START, Position.START), List.of(changes)))
                .isTrue();
    }
}
