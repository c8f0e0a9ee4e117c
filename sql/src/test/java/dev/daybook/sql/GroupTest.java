package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.AlreadyDecided;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Duplicate;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that are written by one transaction do not feel it. A list of commits is one group here. */
final class GroupTest {

    private static final SqlStoreConfig.Group ROOMY = new SqlStoreConfig.Group(200, 1_000, 4 << 20);

    @TempDir
    private Path directory;

    private EventStore open(Engine engine, SqlStoreConfig.Group size) {
        return engine.database(directory).open(config -> config.withGroup(size));
    }

    @ParameterizedTest
    @EnumSource
    void one_event_that_is_no_json_fails_alone(Engine engine) throws Exception {
        try (EventStore store = open(engine, ROOMY)) {
            List<Commit> commits = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                commits.add(commit(stream(i), UUID.randomUUID(), i == 37 ? "{not json" : "{\"number\":" + i + "}"));
            }
            List<CommitResult> results = store.commit(commits);

            assertThat(results.get(37))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOf(InvalidEventException.class)
                                    .hasMessageContaining("nothing of it was stored"));
            results.remove(37);
            assertThat(results).hasSize(99).allMatch(Committed.class::isInstance);
            assertThat(store.head()).isEqualTo(Position.of(99));
            assertThat(store.version(stream(37))).isEqualTo(Version.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void the_same_event_twice_in_one_group_is_stored_once_and_a_duplicate_then(Engine engine) throws Exception {
        try (EventStore store = open(engine, ROOMY)) {
            Commit before = commit(stream(0), UUID.randomUUID(), "{}");
            Commit twice = commit(stream(1), UUID.randomUUID(), "{}");
            Commit after = commit(stream(2), UUID.randomUUID(), "{}");

            assertThat(store.commit(List.of(before, twice, twice, after)))
                    .containsExactly(
                            new Committed(Position.of(1), List.of(Version.of(1))),
                            new Committed(Position.of(2), List.of(Version.of(1))),
                            new Duplicate(Position.of(2), List.of(Version.of(1))),
                            new Committed(Position.of(3), List.of(Version.of(1))));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void an_event_id_used_again_for_another_stream_is_refused_by_name(Engine engine) throws Exception {
        try (EventStore store = open(engine, ROOMY)) {
            UUID id = UUID.randomUUID();
            List<CommitResult> results = store.commit(List.of(
                    commit(stream(1), id, "{}"),
                    commit(stream(2), id, "{}"),
                    commit(stream(3), UUID.randomUUID(), "{}")));

            assertThat(results.get(0)).isInstanceOf(Committed.class);
            assertThat(results.get(1))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOf(InvalidEventException.class)
                                    .hasMessageContaining("Event id " + id)
                                    .hasMessageContaining("at version 1 of stream " + stream(1)));
            assertThat(results.get(2)).isInstanceOf(Committed.class);
            assertThat(store.head()).isEqualTo(Position.of(2));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_list_larger_than_a_group_is_carried_out_in_order(Engine engine) throws Exception {
        try (EventStore store = open(engine, new SqlStoreConfig.Group(7, 10, 1 << 20))) {
            List<Commit> commits = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                commits.add(Workload.single(stream(1), ExpectedVersion.exactly(i), "x".repeat(100)));
            }
            List<CommitResult> results = store.commit(commits);
            for (int i = 0; i < 50; i++) {
                assertThat(results.get(i)).isEqualTo(new Committed(Position.of(i + 1), List.of(Version.of(i + 1))));
            }
            StoreCheck.assertIntact(store, List.of());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void commands_beyond_the_size_of_a_group_are_queued_in_order(Engine engine) throws Exception {
        AtomicLong seconds = new AtomicLong();
        try (EventStore store = engine.database(directory)
                .open(config -> config.withGroup(new SqlStoreConfig.Group(100, 3, 1 << 20))
                        .withClock(() -> Instant.ofEpochSecond(seconds.incrementAndGet())))) {
            List<SerializedCommand> commands = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                commands.add(CommandSamples.command(stream(1), "" + i));
            }
            assertThat(store.commit(
                            commands.stream().map(CommandSamples::enqueue).toList()))
                    .allMatch(Committed.class::isInstance);

            List<QueuedCommand> queued = store.commands().read(CommandSamples.QUEUE, Slices.all(), 0, 100);
            assertThat(queued).extracting(QueuedCommand::command).isEqualTo(commands);
            assertThat(queued.stream().map(QueuedCommand::enqueuedAt).distinct().count())
                    .isGreaterThanOrEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_command_twice_in_one_list_is_queued_and_decided_once_and_known_then(Engine engine) throws Exception {
        try (EventStore store = open(engine, ROOMY)) {
            SerializedCommand command = CommandSamples.command(stream(1), "{}");
            UUID id = command.header().id();
            Commit enqueue = CommandSamples.enqueue(command);
            Commit refuse = CommandSamples.refuse(command, "Too late");

            List<CommitResult> results = store.commit(List.of(enqueue, enqueue, refuse, refuse, enqueue));

            RecordedOutcome outcome = store.commands().outcomes(List.of(id)).get(id);
            assertThat(results)
                    .containsExactly(
                            new Committed(Position.START, List.of()),
                            new Committed(Position.START, List.of(), Set.of(id)),
                            new Committed(Position.START, List.of()),
                            new AlreadyDecided(List.of(outcome)),
                            new Committed(Position.START, List.of(), Set.of(id)));
        }
    }

    private static StreamId stream(int number) {
        return StreamId.of("order", Integer.toString(number));
    }

    private static Commit commit(StreamId stream, UUID id, String data) {
        return Commit.append(
                stream,
                ExpectedVersion.noneYet(),
                new SerializedEvent(id, new EventType("happened", 1), data, Metadata.none()));
    }
}
