package dev.daybook.testing;

import dev.daybook.store.TraceStore;

/** The traces of an {@link InMemoryEventStore}. */
final class InMemoryTraceStore implements TraceStore {

    private final InMemorySession session;

    InMemoryTraceStore(InMemorySession session) {
        this.session = session;
    }

    @Override
    public boolean index(int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> session.storage().traces().index(limit));
    }

    @Override
    public Trace find(String correlation, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> session.storage().traces().find(correlation, limit));
    }
}
