package dev.daybook.aggregate;

import dev.daybook.aggregate.StateDifference.Change;
import dev.daybook.event.EventCodec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Compares states as they are written. Safe for use by many threads. */
final class JsonDifference {

    /** Keeps numbers to the digit. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final EventCodec codec;

    JsonDifference(EventCodec codec) {
        this.codec = codec;
    }

    List<Change> between(Object before, Object after) {
        JsonNode written = MAPPER.readTree(codec.write(before));
        JsonNode rewritten = MAPPER.readTree(codec.write(after));
        List<Change> changes = new ArrayList<>();
        if (before.getClass().equals(after.getClass())) {
            compare("", written, rewritten, changes);
        } else {
            changes.add(change("", written, rewritten));
        }
        return changes;
    }

    private static void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after, List<Change> into) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.forEach(name -> compare(path + '/' + escaped(name), before.get(name), after.get(name), into));
        } else if (before != null && after != null && before.isArray() && after.isArray()) {
            int places = Math.max(before.size(), after.size());
            for (int i = 0; i < places; i++) {
                compare(path + '/' + i, before.get(i), after.get(i), into);
            }
        } else if (!text(before).equals(text(after))) {
            into.add(change(path, before, after));
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static Change change(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        return new Change(path, text(before), text(after));
    }

    private static Optional<String> text(@Nullable JsonNode node) {
        return Optional.ofNullable(node).map(JsonNode::toString);
    }
}
