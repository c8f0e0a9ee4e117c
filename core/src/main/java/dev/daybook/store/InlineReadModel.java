package dev.daybook.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A read model of documents that changes in the transaction of every append, see {@link EventStore#attach}. Pure: the same
 * events and documents always give the same changes. Used by several threads, though never for two groups of appends at one
 * time; what it does holds up every append, so it must be quick.
 *
 * <p>What it throws while events are appended refuses their append and no other: a {@link dev.daybook.DaybookException} is
 * the answer as it is, so its message should name the read model, the event and the key.
 */
public interface InlineReadModel {

    /** Whose documents these are. */
    DocumentCollection collection();

    /** Of its definition: generations that were begun with another are left alone. */
    String fingerprint();

    /** The events that it is made from; others are not shown to it. */
    EventFilter filter();

    /** The keys of the documents that these events change. */
    Set<String> keysOf(List<StoredEvent> events);

    /**
     * What the events make of the documents, in order.
     *
     * @param generation which the documents are of
     * @param events all of one append, or a page of the log
     * @param current the documents of {@link #keysOf} that there are, as the events before these left them
     * @return changes of documents of {@link #keysOf} in {@link #collection()} and the generation
     */
    DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current);

    /** What it is called in messages. */
    default String title() {
        return "Inline projection " + collection().name();
    }
}
