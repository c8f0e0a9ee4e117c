package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import dev.daybook.testing.Account.Event;
import dev.daybook.testing.Account.Event.Closed;
import dev.daybook.testing.Account.Event.Deposited;
import dev.daybook.testing.Account.Event.Withdrawn;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class GivenThenTest {

    private static final StreamId ANNA = StreamId.of("account", "anna");
    private static final StreamId BERT = StreamId.of("account", "bert");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    record Statement(int balance, long version, long position, Instant at, String by) {}

    /** A document that loses its balance when it is read again. */
    record Forgetful(int balance) {
        Forgetful {
            balance = Math.min(balance, 10);
        }

        public int getBalance() {
            return balance + 1;
        }
    }

    private final GivenThen<Statement, Event> statements = GivenThen.of(DocumentProjection.named("statements")
            .documents(Statement.class)
            .of(Event.class)
            .fold((current, recorded) -> {
                int before = current == null ? 0 : current.balance();
                int after = switch (recorded.event()) {
                    case Deposited(int amount) -> before + amount;
                    case Withdrawn(int amount) -> before - amount;
                    case Closed() -> Integer.MIN_VALUE;
                };
                return after == Integer.MIN_VALUE
                        ? null
                        : new Statement(
                                after,
                                recorded.version().value(),
                                recorded.position().value(),
                                recorded.recordedAt(),
                                recorded.metadata().user().getOrDefault("by", "nobody"));
            }));

    @Test
    void what_holds_passes() {
        statements
                .thenDocuments(Map.of())
                .given(ANNA, new Deposited(5), new Deposited(2))
                .given(BERT, new Deposited(1))
                .thenDocument("anna", new Statement(7, 2, 2, NOON, "nobody"))
                .thenDocument("bert", new Statement(1, 1, 3, NOON, "nobody"))
                .thenNoDocument("carl")
                .at(NOON.plusSeconds(60))
                .with(Metadata.of(null, null, Map.of("by", "bert")))
                .given(ANNA, new Withdrawn(7))
                .thenDocument("anna", new Statement(0, 3, 4, NOON.plusSeconds(60), "bert"))
                .given(ANNA, new Closed())
                .thenNoDocument("anna")
                .thenDocuments(Map.of("bert", new Statement(1, 1, 3, NOON, "nobody")));
    }

    @Test
    void another_document_fails_and_is_told_with_the_story() {
        statements.given(ANNA, new Deposited(5));
        assertFails(
                () -> statements.thenDocument("anna", new Statement(6, 1, 1, NOON, "nobody")),
                "given [Deposited[amount=5]]: document 'anna'",
                "balance=6",
                "balance=5");
        assertFails(() -> statements.thenDocument("bert", new Statement(5, 1, 1, NOON, "nobody")), "'bert'", "null");
        assertFails(() -> statements.thenNoDocument("anna"), "'anna'", "balance=5");
        assertFails(() -> statements.thenDocuments(Map.of()), "all documents", "balance=5");
    }

    @Test
    void documents_are_kept_under_the_key_of_the_projection() {
        GivenThen<Statement, Event> one = GivenThen.of(DocumentProjection.named("total")
                .documents(Statement.class)
                .of(Event.class)
                .keyedBy(recorded -> "all")
                .fold((current, recorded) ->
                        new Statement(current == null ? 1 : current.balance() + 1, 0, 0, recorded.recordedAt(), "")));
        one.given(ANNA, new Deposited(5))
                .given(BERT, new Closed())
                .thenDocuments(Map.of("all", new Statement(2, 0, 0, NOON, "")));
    }

    @Test
    void a_document_that_json_does_not_keep_fails() {
        GivenThen<Forgetful, Event> broken = GivenThen.of(DocumentProjection.named("forgetful")
                .documents(Forgetful.class)
                .of(Event.class)
                .fold((current, recorded) -> new Forgetful(3)));
        assertFails(
                () -> broken.given(ANNA, new Deposited(5)), "written as JSON and read again", "balance=3", "balance=4");
    }

    private static void assertFails(ThrowingCallable story, String... told) {
        assertThatThrownBy(story)
                .isInstanceOf(AssertionError.class)
                .satisfies(error -> assertThat(error.getMessage()).contains(told));
    }
}
