package dev.daybook.sql.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
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
import java.util.Set;
import java.util.UUID;

/**
 * Holds what a context of parcels has come to against its log.
 *
 * @param effects the file in which the policy noted them
 */
record ParcelCheck(TestDatabase database, SqlEventStore store, BoundedContext context, Path effects) {

    private static final EventCodec CODEC = JsonCodec.standard();

    /** Waits until nothing happens any more, and fails if anything is missing or was done twice; what there was. */
    String settleAndCheck() throws Exception {
        TestRun.await("no process left, nor a queued command", this::isSettled);
        Map<String, List<ParcelEvent>> log = log();
        assertReadModel(log);
        assertRows(log);
        assertEffects();
        assertEnds(log);
        assertOutcomes(log);
        return log.size() + " parcels, " + (Effects.read(effects).size() - log.size()) + " effects repeated";
    }

    /**
     * Whether nothing will happen any more. Looks in the order in which one thing leads to the next, from events to processes to
     * commands, and then whether there was an event meanwhile.
     */
    private boolean isSettled() throws Exception {
        Position head = store.head();
        return context.subscriptions().stream()
                        .allMatch(status -> status.position().equals(head))
                && database.rows("SELECT key FROM ${schema}document_process_expiry LIMIT 1")
                        .isEmpty()
                && database.rows("SELECT pending FROM ${schema}queue WHERE pending <> 0")
                        .isEmpty()
                && store.head().equals(head);
    }

    private List<StoredEvent> events() {
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

    private Map<String, List<ParcelEvent>> log() {
        Map<String, List<ParcelEvent>> log = new LinkedHashMap<>();
        events().stream()
                .map(ParcelCheck::read)
                .forEach(event -> log.computeIfAbsent(event.parcel(), parcel -> new ArrayList<>())
                        .add(event));
        return log;
    }

    private void assertReadModel(Map<String, List<ParcelEvent>> log) {
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

    /** Each event counted once by the projection of tables. */
    private void assertRows(Map<String, List<ParcelEvent>> log) {
        List<String> expected = new ArrayList<>();
        log.forEach((parcel, events) -> events.forEach(
                event -> expected.add(parcel + " " + event.getClass().getSimpleName() + " 1")));
        assertThat(store.query(
                        Parcels.COUNTS,
                        "SELECT parcel, kind, seen FROM {parcel_counts}",
                        row -> row.text("parcel") + " " + row.text("kind") + " " + row.number("seen")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void assertEffects() throws Exception {
        Map<String, Set<UUID>> keys = new HashMap<>();
        Effects.read(effects)
                .forEach(effect -> keys.computeIfAbsent(effect.parcel(), parcel -> new HashSet<>())
                        .add(effect.key()));
        Map<String, Set<UUID>> expected = new HashMap<>();
        try (Effects unused = Effects.open(effects)) {
            for (StoredEvent event : events()) {
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
    private void assertOutcomes(Map<String, List<ParcelEvent>> log) throws Exception {
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
