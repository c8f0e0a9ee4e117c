package dev.daybook.command;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as one text for all ways to write it: members ordered by name and those that are null left out, no white space. So a
 * map that comes in another order, or a component that was added since and is null, makes no other text. The elements of
 * arrays keep their order, so a set has no stable text unless it has an order of its own.
 */
final class StableText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.READ_NULL_PROPERTIES)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private StableText() {}

    /** The text itself where it is none that can be read. */
    static String of(String json) {
        try {
            return MAPPER.writeValueAsString(MAPPER.readTree(json));
        } catch (JacksonException e) {
            return json;
        }
    }
}
