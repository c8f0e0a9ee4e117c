package dev.daybook.testing.contract;

import dev.daybook.event.IdGenerator;
import dev.daybook.store.EventType;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes events whose content does not matter. Safe for use by many threads. */
final class SampleEvents {

    static final EventType TYPE = new EventType("something-happened", 1);

    /** Emoji (two of them joined), right to left, combining, CJK, the first and last characters of planes. */
    static final String ANY_SCRIPT =
            "😀👩‍🚀 שלום مرحبا e\u0301é ﬀ 注文 ñ \uE000 \uFFFD \u2028 𐀀 \uDBFF\uDFFD '\"\\%_;--";

    private final IdGenerator ids = IdGenerator.uuidV7(InstantSource.system(), new SecureRandom());

    UUID id() {
        return ids.next();
    }

    SerializedEvent event() {
        return event("{\"amount\": 12.50}");
    }

    SerializedEvent event(String data) {
        return event(data, Metadata.none());
    }

    SerializedEvent event(String data, Metadata metadata) {
        return new SerializedEvent(id(), TYPE, data, metadata);
    }

    SerializedEvent event(EventType type) {
        return new SerializedEvent(id(), type, "{}", Metadata.none());
    }

    List<SerializedEvent> events(int count) {
        return Stream.generate(this::event).limit(count).toList();
    }

    /** Characters that hardly repeat, since a database may compress those that do. */
    static String manyHanCharacters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) (0x4E00 + i * 7_919 % 20_000));
        }
        return text.toString();
    }
}
