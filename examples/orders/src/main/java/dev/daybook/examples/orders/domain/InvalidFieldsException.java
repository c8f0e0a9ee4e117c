package dev.daybook.examples.orders.domain;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Values that no order can have, whatever state it is in. Names every field at fault. */
public final class InvalidFieldsException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public InvalidFieldsException(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> error.field() + " " + error.message())
                .collect(Collectors.joining(", ")));
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
