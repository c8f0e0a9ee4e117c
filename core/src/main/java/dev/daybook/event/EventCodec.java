package dev.daybook.event;

/** Turns payloads into JSON text and back. Must be safe for use by many threads. */
public interface EventCodec {

    /**
     * The payload as one JSON text.
     *
     * @throws UnreadableEventException if the payload cannot be written
     */
    String write(Object payload);

    /**
     * The payload back from its JSON text.
     *
     * @throws UnreadableEventException if the text is not of the type
     */
    <T> T read(String json, Class<T> type);
}
