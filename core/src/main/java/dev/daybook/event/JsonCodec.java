package dev.daybook.event;

import java.io.Serial;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson. Safe for use by many threads.
 *
 * <p>The standard form: record components by name, times as ISO-8601 text with their offset or zone, decimals kept to the
 * digit. On reading, unknown properties are passed over, so that a newer writer does not stop an older reader; a missing or
 * null number or truth value is an error, and so is a fraction where a whole number is expected. Text with the character
 * U+0000 is refused on writing.
 */
public final class JsonCodec implements EventCodec {

    private static final String NUL = "\\u0000";
    private static final JsonCodec STANDARD = new JsonCodec(standardMapper());

    private final JsonMapper mapper;

    /** Kept, since finding out how to read a type takes longer than reading one. */
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private JsonCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    public static JsonCodec standard() {
        return STANDARD;
    }

    /** A codec on a mapper of one's own, best made from {@link #standardMapper()}'s {@code rebuild()}. */
    public static JsonCodec of(JsonMapper mapper) {
        return new JsonCodec(mapper);
    }

    /** The mapper of {@link #standard()}. */
    public static JsonMapper standardMapper() {
        return JsonMapper.builder()
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .annotationIntrospector(new PrimitivesRequired())
                .build();
    }

    @Override
    public String write(Object payload) {
        String json;
        try {
            json = mapper.writeValueAsString(payload);
        } catch (JacksonException e) {
            throw new UnreadableEventException(
                    payload.getClass().getName() + " cannot be written as JSON: " + describe(e), e);
        }
        if (holdsNul(json)) {
            throw new UnreadableEventException(payload.getClass().getName()
                    + " holds text with the character U+0000, which PostgreSQL can neither index nor compare: refuse such"
                    + " text where it comes in");
        }
        return json;
    }

    private static boolean holdsNul(String json) {
        int at = json.indexOf(NUL);
        while (at >= 0) {
            int backslashes = 0;
            while (at - 1 - backslashes >= 0 && json.charAt(at - 1 - backslashes) == '\\') {
                backslashes++;
            }
            if (backslashes % 2 == 0) { // otherwise the text is a backslash followed by "u0000"
                return true;
            }
            at = json.indexOf(NUL, at + 1);
        }
        return false;
    }

    @Override
    public <T> T read(String json, Class<T> type) {
        T payload;
        try {
            payload = readerOf(type).readValue(json);
        } catch (JacksonException e) {
            throw new UnreadableEventException("The JSON is no " + type.getName() + ": " + describe(e), e);
        }
        if (payload == null) {
            throw new UnreadableEventException("The JSON is no " + type.getName() + ": it is null");
        }
        return payload;
    }

    private ObjectReader readerOf(Class<?> type) {
        ObjectReader known = readers.get(type);
        return known != null ? known : readers.computeIfAbsent(type, mapper::readerFor);
    }

    /** What went wrong and where, without the data itself, which may be anything. */
    private static String describe(JacksonException e) {
        String what = e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "expected " + mismatch.getTargetType().getSimpleName()
                : e.getClass().getSimpleName();
        String path = e.getPathReference();
        return path.isEmpty() ? what : what + " at " + path;
    }

    /** Makes a missing primitive an error; by itself, Jackson reads it as 0 or false and objects to null only. */
    private static final class PrimitivesRequired extends JacksonAnnotationIntrospector {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            Boolean declared = super.hasRequiredMarker(config, member);
            return (declared == null && member.getRawType().isPrimitive()) ? Boolean.TRUE : declared;
        }
    }
}
