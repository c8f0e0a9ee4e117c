package dev.daybook.sql;

import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;

/** Lists as one JSON parameter, which SQLite unfolds with {@code json_each}. */
final class JsonTexts {

    private JsonTexts() {}

    static String array(Collection<?> values) {
        return JsonMapper.shared().writeValueAsString(values);
    }
}
