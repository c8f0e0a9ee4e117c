package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.context.Shop.Command.Pay;
import dev.daybook.context.Shop.Command.Place;
import dev.daybook.context.Shop.Event.Paid;
import dev.daybook.context.Shop.Event.Placed;
import dev.daybook.process.Attempt;
import dev.daybook.process.Policy;
import dev.daybook.store.Intervention;
import dev.daybook.store.Position;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionOperations;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.testing.InMemoryEventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies react to what happens while they live, in order, again where it failed, and always with the same key. */
@Timeout(60)
final class PolicyTest {

    private static final FailurePolicy FAST =
            FailurePolicy.park(10).backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Queue<String> mails = new ConcurrentLinkedQueue<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    private Policy thanks() {
        return Policy.named("thanks").whenFailing(FAST).on(Paid.class, (recorded, attempt) -> {
            attempts.add(attempt);
            mails.add("Thank you for order " + recorded.event().order());
        });
    }

    private BoundedContext start(Policy policy) {
        return start(store, policy);
    }

    private static BoundedContext start(InMemoryEventStore store, Policy policy) {
        return BoundedContext.named("shop")
                .store(store)
                .aggregate(Shop.aggregate())
                .policy(policy)
                .start();
    }

    private static void placeAndPay(BoundedContext context, String order) {
        context.send(new Place(order));
        context.send(new Pay(order));
    }

    private static SubscriptionStatus status(BoundedContext context) {
        return context.subscriptions().getFirst();
    }

    private void untilMails(int count) {
        Conditions.until(count + " mails are sent", () -> mails.size() >= count);
    }

    @Test
    void an_event_has_its_effect_and_others_have_none() {
        try (BoundedContext context = start(thanks())) {
            placeAndPay(context, "1");
            context.send(Command.of(new Place("2")).correlatedBy("request-2"));
            context.send(Command.of(new Pay("2")).correlatedBy("request-2"));

            untilMails(2);
        }
        assertThat(mails).containsExactly("Thank you for order 1", "Thank you for order 2");
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 1);
        assertThat(attempts)
                .last()
                .satisfies(attempt -> assertThat(attempt.correlation()).contains("request-2"));
    }

    @Test
    void what_happened_before_it_was_started_first_has_no_effect_and_what_happens_while_it_is_stopped_has() {
        try (BoundedContext context = start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {}))) {
            placeAndPay(context, "before");
        }
        start(thanks()).close();
        try (BoundedContext context = start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {}))) {
            placeAndPay(context, "while stopped");
        }
        try (BoundedContext context = start(thanks())) {
            placeAndPay(context, "after");
            untilMails(2);
        }
        assertThat(mails).containsExactly("Thank you for order while stopped", "Thank you for order after");
    }

    @Test
    void a_policy_may_begin_at_the_beginning() {
        start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {})).close();
        try (BoundedContext context = start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {}))) {
            placeAndPay(context, "before");
        }
        BoundedContext context = start(thanks().fromBeginning());
        try {
            untilMails(1);
        } finally {
            context.close();
        }
        assertThat(mails).containsExactly("Thank you for order before");
    }

    @Test
    void what_failed_is_tried_again_with_the_same_key_and_what_succeeded_is_not() {
        Policy failing = Policy.named("thanks").whenFailing(FAST).on(Paid.class, (recorded, attempt) -> {
            String order = recorded.event().order();
            if (order.equals("3")) {
                attempts.add(attempt);
                if (attempt.number() < 4) {
                    throw new IOException("The mail server is away");
                }
            }
            mails.add(order);
        });
        start(failing).close();
        try (BoundedContext context = start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {}))) {
            IntStream.rangeClosed(1, 8).forEach(order -> placeAndPay(context, String.valueOf(order)));
        }
        try (BoundedContext context = start(failing)) {
            untilMails(8);
            Conditions.until("nothing is kept aside", () -> status(context).parked() == 0);
        }
        assertThat(mails).containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2, 3, 4);
        assertThat(attempts)
                .extracting(Attempt::idempotencyKey)
                .containsOnly(attempts.element().idempotencyKey());
    }

    @Test
    void what_fails_for_good_is_kept_aside_and_holds_up_its_own_stream_only() {
        Policy failing = Policy.named("thanks")
                .whenFailing(FailurePolicy.park(3).backoff(FAST.backoff()))
                .on(Placed.class, (recorded, attempt) -> {
                    attempts.add(attempt);
                    throw new IOException("No such address");
                })
                .on(
                        Paid.class,
                        (recorded, attempt) -> mails.add(recorded.event().order()));
        try (BoundedContext context = start(failing)) {
            placeAndPay(context, "1");
            Conditions.until("both events are kept aside", () -> status(context).parked() == 2);
            Conditions.until("it was tried three times", () -> attempts.size() == 3);
        }
        assertThat(mails).isEmpty();
        assertThat(store.documents().subscriptions().parked("thanks", Optional.empty(), 10))
                .first()
                .satisfies(parked -> assertThat(parked.error())
                        .contains("The policy thanks failed at placed at position 1")
                        .contains("No such address"));
    }

    @Test
    void a_policy_is_reset_only_by_somebody_who_knows_what_that_does_and_then_reacts_with_the_same_keys() {
        Intervention intervention = new Intervention("anna", "The mails were lost");
        try (BoundedContext context = start(thanks())) {
            placeAndPay(context, "1");
            untilMails(1);

            SubscriptionOperations operations = context.subscriptionOperations();
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> operations.reset("thanks", Position.START, false, intervention))
                    .withMessageContaining("its side effects would happen again");
            assertThat(mails).hasSize(1);

            operations.reset("thanks", Position.START, true, intervention);
            untilMails(2);
        }
        assertThat(attempts)
                .extracting(Attempt::idempotencyKey)
                .containsOnly(attempts.element().idempotencyKey());
    }

    @Test
    void streams_are_dealt_with_beside_each_other_where_that_is_wanted() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        Policy slow = Policy.named("slow").atOneTime(4).on(Paid.class, (recorded, attempt) -> {
            together.countDown();
            assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
            mails.add(recorded.event().order());
        });
        start(slow).close();
        try (BoundedContext context = start(Policy.named("other").on(Placed.class, (recorded, attempt) -> {}))) {
            IntStream.rangeClosed(1, 4).forEach(order -> placeAndPay(context, String.valueOf(order)));
        }
        BoundedContext context = start(slow);
        try {
            untilMails(4);
        } finally {
            context.close();
        }
        assertThat(mails).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void two_nodes_share_the_work_and_a_repeated_effect_has_the_same_key() {
        Map<String, UUID> keys = new ConcurrentHashMap<>();
        Queue<String> otherKeys = new ConcurrentLinkedQueue<>();
        Policy policy = Policy.named("thanks").partitions(8).on(Paid.class, (recorded, attempt) -> {
            UUID before = keys.putIfAbsent(recorded.event().order(), attempt.idempotencyKey());
            if (before != null && !before.equals(attempt.idempotencyKey())) {
                otherKeys.add(recorded.event().order());
            }
        });
        List<String> orders =
                IntStream.rangeClosed(1, 60).mapToObj(String::valueOf).toList();
        try (BoundedContext first = start(store.reopen(), policy);
                BoundedContext second = start(store, policy)) {
            orders.forEach(order -> placeAndPay(order.hashCode() % 2 == 0 ? first : second, order));
            Conditions.until("all have their effect", () -> keys.size() == orders.size());
        }
        assertThat(otherKeys).isEmpty();
    }
}
