package dev.daybook.store;

/**
 * The stored name of an event type and the revision of its shape, for example {@code order-placed} revision 2. The name
 * stays the same for as long as the events live, whatever becomes of the class; the revision grows when the shape
 * changes.
 *
 * @param name 1 to {@value #MAX_NAME_LENGTH} characters: letters, digits, {@code - _ .}
 * @param revision 1 or more
 */
public record EventType(String name, int revision) {

    public static final int MAX_NAME_LENGTH = 128;
    public static final int MAX_REVISION = Short.MAX_VALUE;

    public EventType {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || !name.chars().allMatch(EventType::isNameCharacter)) {
            throw new IllegalArgumentException("Event type name '" + Text.excerpt(name) + "' is not one: expected 1 to "
                    + MAX_NAME_LENGTH + " letters, digits, '-', '_' or '.'");
        }
        if (revision < 1 || revision > MAX_REVISION) {
            throw new IllegalArgumentException(
                    "Revision of event type " + name + " is " + revision + ", expected 1 to " + MAX_REVISION);
        }
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
