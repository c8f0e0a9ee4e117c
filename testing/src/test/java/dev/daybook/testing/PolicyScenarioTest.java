package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.process.Policy;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PolicyScenarioTest {

    private static final StreamId PARCEL = StreamId.of("parcel", "7");

    sealed interface Event {
        record Packed(String parcel) implements Event {}

        record Shipped(String parcel) implements Event {}
    }

    private record Mail(UUID key, String text, Optional<String> correlation, int attempt) {}

    private final List<Mail> mails = new ArrayList<>();

    private final Policy notices = Policy.named("notices")
            .on(
                    Event.Shipped.class,
                    (recorded, attempt) -> mails.add(new Mail(
                            attempt.idempotencyKey(),
                            recorded.event().parcel() + " is on its way",
                            attempt.correlation(),
                            attempt.number())));

    @Test
    void an_event_has_its_effect_with_a_key() {
        PolicyScenario.of(notices)
                .given(PARCEL, new Event.Packed("7"))
                .with(Metadata.of("request-1", null, Map.of()))
                .when(PARCEL, new Event.Shipped("7"))
                .then(key -> assertThat(mails)
                        .containsExactly(new Mail(key, "7 is on its way", Optional.of("request-1"), 1)));
    }

    @Test
    void what_happened_before_has_no_effect() {
        PolicyScenario.of(notices).given(PARCEL, new Event.Shipped("7")).when(PARCEL, new Event.Packed("7"));

        assertThat(mails).isEmpty();
    }

    @Test
    void a_delivery_that_is_repeated_has_the_same_key_and_another_event_another_key() {
        PolicyScenario.of(notices)
                .when(PARCEL, new Event.Shipped("7"))
                .whenRedelivered()
                .then(key -> assertThat(mails).extracting(Mail::key).containsExactly(key, key))
                .when(PARCEL, new Event.Shipped("7"))
                .then(key -> assertThat(mails).extracting(Mail::key).endsWith(key))
                .then(key -> assertThat(key).isNotEqualTo(mails.getFirst().key()));
    }

    @Test
    void the_key_is_that_of_the_policy_as_well() {
        PolicyScenario.of(notices).when(PARCEL, new Event.Shipped("7"));
        PolicyScenario.of(Policy.named("others").on(Event.Shipped.class, (recorded, attempt) -> {}))
                .when(PARCEL, new Event.Shipped("7"))
                .then(key -> assertThat(key).isNotEqualTo(mails.getFirst().key()));
    }

    @Test
    void a_failure_is_seen() {
        Policy failing = Policy.named("failing").on(Event.Shipped.class, (recorded, attempt) -> {
            if (attempt.number() == 1) {
                throw new IOException("The server is away");
            }
        });

        PolicyScenario scenario =
                PolicyScenario.of(failing).when(PARCEL, new Event.Shipped("7")).thenFailed(IOException.class);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> scenario.then(key -> {}))
                .withMessageContaining("the reaction, attempt 1, fails")
                .withMessageContaining("The server is away");
        scenario.whenRedelivered().then(key -> {});
    }

    @Test
    void an_event_that_the_policy_does_not_react_to_is_seen() {
        PolicyScenario scenario =
                PolicyScenario.of(notices).when(PARCEL, new Event.Packed("7")).thenNothing();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> scenario.then(key -> {}))
                .withMessageContaining("the policy reacts");
    }
}
