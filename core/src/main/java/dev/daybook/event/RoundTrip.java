package dev.daybook.event;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether a codec can read what it writes of records. What it says of a problem holds no data, which may be anybody's. Safe for
 * use by many threads.
 */
public final class RoundTrip {

    private final EventCodec codec;

    public RoundTrip(EventCodec codec) {
        this.codec = codec;
    }

    /** {@link #problemOf} of a record that is made up; empty if it is no record, or none can be made up. */
    public Optional<String> problemOfSample(Class<?> type) {
        return Optional.ofNullable(type.isRecord() ? Samples.of(type) : null).flatMap(this::problemOf);
    }

    /** What is wrong, if writing the record and reading it back gives another one. */
    public Optional<String> problemOf(Object event) {
        Class<?> type = event.getClass();
        try {
            Object back = codec.read(codec.write(event), type);
            List<String> differing = differing(event, back);
            return differing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("The codec cannot read what it wrote of " + type.getName()
                            + ": another value came back of " + differing
                            + ": give it a type that the codec keeps, or set a codec that keeps it");
        } catch (RuntimeException e) {
            return Optional.of("The codec cannot read what it writes of " + type.getName() + ": " + e.getMessage());
        }
    }

    /** By component, since a record's own equals may pass over some of them, and compares arrays by identity. */
    private static List<String> differing(Object event, Object back) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            try {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                if (!Objects.deepEquals(accessor.invoke(event), accessor.invoke(back))) {
                    names.add(component.getName());
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                names.add(component.getName() + " (" + e.getClass().getSimpleName() + ")");
            }
        }
        return names;
    }
}
