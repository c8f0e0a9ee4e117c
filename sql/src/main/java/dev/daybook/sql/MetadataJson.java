package dev.daybook.sql;

import dev.daybook.store.Metadata;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** User metadata as it lies in its column: a JSON object of strings, or null for none. */
final class MetadataJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private MetadataJson() {}

    static @Nullable String write(Metadata metadata) {
        return metadata.user().isEmpty() ? null : JSON.writeValueAsString(metadata.user());
    }

    static Metadata read(@Nullable String correlation, @Nullable String causation, @Nullable String user) {
        return Metadata.of(correlation, causation, user == null ? Map.of() : JSON.readValue(user, STRINGS));
    }
}
