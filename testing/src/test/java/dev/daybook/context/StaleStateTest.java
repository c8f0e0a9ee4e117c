package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Look;
import dev.daybook.context.Tally.Take;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node remembers of a stream is out of date once another node has written to it. */
@Timeout(60)
final class StaleStateTest {

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final List<StreamId> conflicts = new CopyOnWriteArrayList<>();
    private final BoundedContext here = tally.start(store, this::listening);
    private final BoundedContext there = tally.start(store.reopen(), bus -> {});

    private void listening(CommandBusSetup bus) {
        bus.listener(new CommandListener() {
            @Override
            public void conflict(String lane, StreamId stream) {
                conflicts.add(stream);
            }
        });
    }

    @BeforeEach
    void letTheOtherNodeWriteUnnoticed() {
        here.send(new Add("a", 1));
        there.send(new Add("a", 10));
        tally.decided.clear();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void events_decided_on_it_are_decided_again() {
        assertThat(here.send(new Add("a", 2)))
                .isEqualTo(new Outcome.Accepted(Tally.stream("a"), Version.of(3), Position.of(3)));
        assertThat(conflicts).containsExactly(Tally.stream("a"));
        assertThat(tally.decided).hasSize(2);
    }

    @Test
    void a_refusal_decided_on_it_is_decided_again() {
        assertThat(here.send(new Take("a", 11))).isInstanceOf(Outcome.Accepted.class);
        assertThat(tally.decided).hasSize(2);
    }

    @Test
    void nothing_decided_on_it_is_decided_again() {
        assertThat(here.send(new Look("a")))
                .isEqualTo(new Outcome.Accepted(Tally.stream("a"), Version.of(2), Position.of(2)));
        assertThat(tally.decided).hasSize(2);
    }

    @Test
    void a_decider_that_throws_on_it_is_asked_again() {
        tally.before(entry -> {
            if (tally.decided.size() == 1) {
                throw new IllegalStateException("on the old state");
            }
        });

        assertThat(here.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
        assertThat(tally.decided).hasSize(2);
    }
}
