package dev.daybook.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold for an indexed field of a document. */
public sealed interface DocumentCondition {

    /** The field's name. */
    String field();

    /** All values that the field is compared with. */
    Stream<FieldValue> values();

    /** The field has this value. */
    record Equal(String field, FieldValue value) implements DocumentCondition {
        @Override
        public Stream<FieldValue> values() {
            return Stream.of(value);
        }
    }

    /** The field has one of these values. */
    record In(String field, List<FieldValue> among) implements DocumentCondition {
        public In {
            among = List.copyOf(among);
        }

        @Override
        public Stream<FieldValue> values() {
            return among.stream();
        }
    }

    /**
     * The field has a value in a range.
     *
     * @param from the least one, empty for no bound
     * @param below what it is less than, empty for no bound
     */
    record Range(String field, Optional<FieldValue> from, Optional<FieldValue> below) implements DocumentCondition {
        @Override
        public Stream<FieldValue> values() {
            return Stream.concat(from.stream(), below.stream());
        }
    }
}
