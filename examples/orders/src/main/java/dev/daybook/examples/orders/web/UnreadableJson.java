package dev.daybook.examples.orders.web;

import dev.daybook.examples.orders.domain.FieldError;
import java.util.Collection;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON text in the client's words: fields, lines and columns; no class names. */
final class UnreadableJson {

    private UnreadableJson() {}

    static ErrorResponseException problem(JacksonException e) {
        String field = path(e.getPath());
        if (field.isEmpty() || !(e instanceof DatabindException || e instanceof InputCoercionException)) {
            return Problems.of(HttpStatus.BAD_REQUEST, "The body is not the JSON object that is expected" + place(e));
        }
        return Problems.invalid(List.of(new FieldError(field, message(e))));
    }

    private static String message(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "is not a known field";
        }
        Class<?> expected = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (expected == null) {
            return "is out of range";
        }
        if (Number.class.isAssignableFrom(expected)) {
            return expected == Integer.class ? "must be a whole number" : "must be a number";
        }
        return "must be "
                + (expected == String.class
                        ? "a text"
                        : Collection.class.isAssignableFrom(expected) ? "a list" : "an object");
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null ? "" : ", see line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            String name = reference.getPropertyName();
            if (name == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }
}
