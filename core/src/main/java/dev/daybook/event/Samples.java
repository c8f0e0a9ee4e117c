package dev.daybook.event;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes up an instance of a record, to see whether a codec loses anything of it. */
final class Samples {

    private static final int DEEPEST = 8;
    private static final Instant INSTANT = Instant.parse("2026-01-31T12:34:56.789012Z");

    private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
            Map.entry(String.class, "sample ü"),
            Map.entry(CharSequence.class, "sample"),
            Map.entry(Object.class, "sample"),
            Map.entry(boolean.class, true),
            Map.entry(Boolean.class, true),
            Map.entry(char.class, 'x'),
            Map.entry(Character.class, 'x'),
            Map.entry(byte.class, (byte) 7),
            Map.entry(Byte.class, (byte) 7),
            Map.entry(short.class, (short) 77),
            Map.entry(Short.class, (short) 77),
            Map.entry(int.class, 777),
            Map.entry(Integer.class, 777),
            Map.entry(long.class, 7_777_777_777L),
            Map.entry(Long.class, 7_777_777_777L),
            Map.entry(float.class, 7.5f),
            Map.entry(Float.class, 7.5f),
            Map.entry(double.class, 7.75),
            Map.entry(Double.class, 7.75),
            Map.entry(BigDecimal.class, new BigDecimal("19.90")),
            Map.entry(BigInteger.class, new BigInteger("777777777777777777777")),
            Map.entry(UUID.class, new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L)),
            Map.entry(URI.class, URI.create("urn:sample")),
            Map.entry(Instant.class, INSTANT),
            Map.entry(LocalDate.class, LocalDate.of(2026, 1, 31)),
            Map.entry(LocalTime.class, LocalTime.of(12, 34, 56)),
            Map.entry(LocalDateTime.class, LocalDateTime.of(2026, 1, 31, 12, 34, 56)),
            Map.entry(OffsetDateTime.class, OffsetDateTime.parse("2026-01-31T12:34:56+02:00")),
            Map.entry(ZonedDateTime.class, ZonedDateTime.parse("2026-01-31T12:34:56+01:00[Europe/Berlin]")),
            Map.entry(Duration.class, Duration.ofSeconds(77, 5_000_000)),
            Map.entry(Period.class, Period.ofDays(7)),
            Map.entry(ZoneId.class, ZoneId.of("UTC")),
            Map.entry(Currency.class, Currency.getInstance("EUR")),
            Map.entry(Locale.class, Locale.GERMANY));

    private Samples() {}

    /** An instance of the record, or null if none can be made up: of an unknown type, or refused by its constructor. */
    static <T> @Nullable T of(Class<T> type) {
        Object made = ofRecord(type, 0);
        return type.isInstance(made) ? type.cast(made) : null;
    }

    private static @Nullable Object ofRecord(Class<?> type, int depth) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object argument = of(components[i].getGenericType(), depth + 1);
            if (argument == null) {
                return null;
            }
            arguments[i] = argument;
        }
        try {
            Class<?>[] parameters =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // refused by the record's own rules, or closed to reflection: the first write is checked
            // instead
        }
    }

    private static @Nullable Object of(Type type, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return ofGeneric(raw, generic.getActualTypeArguments(), depth);
        }
        return type instanceof Class<?> plain ? ofClass(plain, depth) : null;
    }

    private static @Nullable Object ofGeneric(Class<?> raw, Type[] arguments, int depth) {
        Object first = of(arguments[0], depth + 1);
        if (first == null) {
            return null;
        }
        if (raw == Optional.class) {
            return Optional.of(first);
        }
        if (raw == Set.class) {
            return Set.of(first);
        }
        if (raw == List.class || raw == Collection.class || raw == Iterable.class) {
            return List.of(first);
        }
        if (raw == Map.class) {
            Object value = of(arguments[1], depth + 1);
            return value == null ? null : Map.of(first, value);
        }
        return null;
    }

    private static @Nullable Object ofClass(Class<?> type, int depth) {
        Object value = VALUES.get(type);
        if (value != null) {
            return value;
        }
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants.length == 0 ? null : constants[0];
        }
        if (type.isRecord()) {
            return ofRecord(type, depth);
        }
        return type.isSealed() ? of(type.getPermittedSubclasses()[0], depth + 1) : null;
    }
}
