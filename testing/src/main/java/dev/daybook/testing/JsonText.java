package dev.daybook.testing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What must be known of a JSON text without changing a character of it. */
final class JsonText {

    // The size of an event is limited elsewhere; within it, numbers and nesting may be as they like.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /** Why the text is not one JSON value (RFC 8259) in whole Unicode characters; empty if it is. */
    static Optional<String> faultOf(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return Optional.of("it holds half a surrogate pair");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return Optional.of("it is empty");
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null ? Optional.empty() : Optional.of("more follows after the first value");
        } catch (JacksonException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    /**
     * The value of a field of an object as text: strings without quotes, anything else as its JSON text; empty if the field
     * is absent or null, or an object or array.
     */
    static Optional<String> field(String object, String name) {
        return scalar(object, name).map(Scalar::text);
    }

    /** The value of a field of an object if it is a number. */
    static Optional<BigDecimal> number(String object, String name) {
        return scalar(object, name)
                .filter(scalar -> scalar.kind().isNumeric())
                .map(scalar -> new BigDecimal(scalar.text()));
    }

    private record Scalar(JsonToken kind, String text) {}

    private static Optional<Scalar> scalar(String object, String name) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = parser.currentName().equals(name);
                JsonToken value = parser.nextToken();
                if (wanted) {
                    return value.isScalarValue() && value != JsonToken.VALUE_NULL
                            ? Optional.of(new Scalar(value, parser.getString()))
                            : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        }
    }
}
