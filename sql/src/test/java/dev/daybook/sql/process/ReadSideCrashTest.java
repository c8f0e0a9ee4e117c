package dev.daybook.sql.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.command.Child;
import dev.daybook.sql.process.Parcels.Parcel;
import dev.daybook.sql.process.Parcels.ParcelEvent;
import dev.daybook.sql.process.Parcels.ParcelEvent.Registered;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that runs a projection, a policy and a process manager is killed or frozen under load, again and again. Afterwards
 * the log, and a file in which the policy noted its effects, say what all of them must have come to.
 */
final class ReadSideCrashTest {

    private static final int KILLS = TestRun.rounds(5, 60);
    private static final int FREEZES = TestRun.rounds(2, 20);
    private static final int MOST_BEFORE_DEATH = 300;
    private static final int WORK_OF_THE_OTHER = 100;
    private static final String OWNERS =
            "SELECT DISTINCT owner FROM ${schema}lease WHERE owner IS NOT NULL AND name LIKE 'subscription/%'";
    private static final EventCodec CODEC = JsonCodec.standard();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void nothing_is_missing_or_done_twice_after_kills_on_sqlite() throws Exception {
        killUnderLoad(Engine.SQLITE);
    }

    @Test
    void nothing_is_missing_or_done_twice_after_kills_on_postgres() throws Exception {
        killUnderLoad(Engine.POSTGRES_NEWEST);
    }

    @Test
    void a_node_that_wakes_after_another_took_its_partitions_does_no_harm() throws Exception {
        Random random = TestRun.random("Frozen read side");
        TestDatabase database = Engine.POSTGRES_NEWEST.database(directory);
        Path file = directory.resolve("effects");
        try (Child one = start(database, file, "one", random);
                Child two = start(database, file, "two", random)) {
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                boolean first = random.nextBoolean();
                awaitEffects(file, 1 + random.nextInt(MOST_BEFORE_DEATH), one, two);
                TestRun.await(
                        "partitions of two nodes", () -> database.rows(OWNERS).size() == 2);
                TestRun.passMoment(random);
                Child victim = first ? one : two;
                victim.freeze();
                TestRun.await(
                        "partitions of one node", () -> database.rows(OWNERS).size() == 1);
                awaitEffects(file, WORK_OF_THE_OTHER, first ? two : one);
                victim.wake();
            }
            awaitEffects(file, WORK_OF_THE_OTHER, one, two);
            one.kill();
            two.kill();
        }
        catchUpAndCheck(database, file, FREEZES + " freezes");
    }

    private void killUnderLoad(Engine engine) throws Exception {
        Random random = TestRun.random("Killed read side on " + engine);
        TestDatabase database = engine.database(directory);
        Path file = directory.resolve("effects");
        for (int kill = 0; kill < KILLS; kill++) {
            try (Child child = start(database, file, "run" + kill, random)) {
                awaitEffects(file, 1 + random.nextInt(MOST_BEFORE_DEATH), child);
                TestRun.passMoment(random);
                child.kill();
            }
        }
        catchUpAndCheck(database, file, KILLS + " kills");
    }

    private static Child start(TestDatabase database, Path file, String name, Random random) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(file.toString(), name, "" + random.nextLong()));
        arguments.addAll(database.toArguments());
        return Child.start(ParcelProcess.class, arguments.toArray(String[]::new));
    }

    private static void awaitEffects(Path file, int more, Child... children) throws Exception {
        int wanted = Effects.read(file).size() + more;
        TestRun.await("some more effects", () -> {
            for (Child child : children) {
                child.requireAlive();
            }
            return Effects.read(file).size() >= wanted;
        });
    }

    private static void catchUpAndCheck(TestDatabase database, Path file, String after) throws Exception {
        try (Effects effects = Effects.open(file);
                SqlEventStore store = database.open();
                BoundedContext context = Parcels.start(store, effects)) {
            TestRun.await(
                    "no process left, nor a queued command",
                    () -> database.rows("SELECT key FROM ${schema}document_process_expiry LIMIT 1")
                                    .isEmpty()
                            && database.rows("SELECT pending FROM ${schema}queue WHERE pending <> 0")
                                    .isEmpty()
                            && context.subscriptions().stream()
                                    .allMatch(status -> status.position().equals(store.head())));
            Map<String, List<ParcelEvent>> log = read(store);
            assertReadModel(context, log);
            assertEffects(store, file);
            assertEnds(log);
            assertOutcomes(database, log);
            System.out.println(after + ", " + log.size() + " parcels, "
                    + (Effects.read(file).size() - log.size()) + " effects repeated");
        }
    }

    private static List<StoredEvent> events(SqlEventStore store) {
        List<StoredEvent> all = new ArrayList<>();
        List<StoredEvent> page = store.readAll(Position.START, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = store.readAll(all.getLast().position(), 1_000);
        }
        return all;
    }

    private static ParcelEvent read(StoredEvent event) {
        Class<? extends ParcelEvent> type = switch (event.type().name()) {
            case "registered" -> Registered.class;
            case "collected" -> ParcelEvent.Collected.class;
            default -> ParcelEvent.Expired.class;
        };
        return CODEC.read(event.data(), type);
    }

    private static Map<String, List<ParcelEvent>> read(SqlEventStore store) {
        Map<String, List<ParcelEvent>> log = new LinkedHashMap<>();
        events(store).stream()
                .map(ReadSideCrashTest::read)
                .forEach(event -> log.computeIfAbsent(event.parcel(), parcel -> new ArrayList<>())
                        .add(event));
        return log;
    }

    private static void assertReadModel(BoundedContext context, Map<String, List<ParcelEvent>> log) {
        log.forEach((parcel, events) -> {
            Parcel folded = null;
            for (ParcelEvent event : events) {
                folded = Parcels.fold(folded, event);
            }
            assertThat(context.documents(Parcels.PROJECTION).find(parcel))
                    .as("the document of %s", parcel)
                    .hasValue(folded);
        });
    }

    private static void assertEffects(SqlEventStore store, Path file) throws Exception {
        Map<String, Set<UUID>> keys = new HashMap<>();
        Effects.read(file)
                .forEach(effect -> keys.computeIfAbsent(effect.parcel(), parcel -> new HashSet<>())
                        .add(effect.key()));
        Map<String, Set<UUID>> expected = new HashMap<>();
        try (Effects unused = Effects.open(file)) {
            for (StoredEvent event : events(store)) {
                if (read(event) instanceof Registered(String parcel)) {
                    expected.put(parcel, Set.of(Parcels.labels(unused).idempotencyKey(event)));
                }
            }
        }
        assertThat(keys).as("the keys of each parcel's effects").isEqualTo(expected);
    }

    /** Each parcel was either collected or expired, and that once. */
    private static void assertEnds(Map<String, List<ParcelEvent>> log) {
        log.forEach((parcel, events) -> {
            assertThat(events).as("the events of %s", parcel).hasSize(2);
            assertThat(events.getFirst()).isInstanceOf(Registered.class);
            assertThat(events.getLast()).isNotInstanceOf(Registered.class);
        });
    }

    /** Each command to expire has one outcome; every parcel that was not collected has one such command. */
    private static void assertOutcomes(TestDatabase database, Map<String, List<ParcelEvent>> log) throws Exception {
        List<String> expired = database.rows("SELECT stream FROM ${schema}outcome WHERE type = 'parcel.expire'");
        assertThat(expired).doesNotHaveDuplicates();
        assertThat(log.entrySet().stream()
                        .filter(parcel -> parcel.getValue().getLast() instanceof ParcelEvent.Expired)
                        .map(parcel -> "parcel-" + parcel.getKey())
                        .toList())
                .as("parcels that expired")
                .isSubsetOf(expired);
    }
}
