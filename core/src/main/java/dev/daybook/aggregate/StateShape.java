package dev.daybook.aggregate;

import dev.daybook.event.SealedRecords;
import dev.daybook.store.PayloadHash;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A fingerprint of a type: of the names and types of its record components, down to the last record, enum and class. */
public final class StateShape {

    private final StringBuilder text = new StringBuilder();
    private final Set<Class<?>> seen = new HashSet<>();

    private StateShape() {}

    /** The fingerprint of a type that is meant in this revision. */
    public static String of(Class<?> type, int revision) {
        StateShape shape = new StateShape();
        shape.add(type);
        return PayloadHash.of("state " + revision, shape.text.toString()).hex();
    }

    private void add(Type type) {
        if (type instanceof ParameterizedType generic) {
            add(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::add);
        } else if (type instanceof Class<?> plain) {
            addClass(plain);
        } else {
            text.append(type.getTypeName()).append(';');
        }
    }

    private void addClass(Class<?> type) {
        text.append(type.getName()).append(';');
        if (!seen.add(type)) {
            return;
        }
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                text.append(component.getName()).append(':');
                add(component.getGenericType());
            }
        } else if (type.isEnum()) {
            text.append(Arrays.toString(type.getEnumConstants()));
        } else if (type.isSealed() && type.isInterface()) {
            SealedRecords.below(type).forEach(this::addClass);
        }
    }
}
