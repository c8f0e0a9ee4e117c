package dev.daybook.examples.orders.domain;

/**
 * What is wrong with one field.
 *
 * @param field path in the command, such as {@code items[0].quantity}
 * @param message what was expected
 */
public record FieldError(String field, String message) {}
