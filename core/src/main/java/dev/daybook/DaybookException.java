package dev.daybook;

import java.io.Serial;

/**
 * The root of every exception Daybook throws on purpose. Business refusals and version conflicts are values, never
 * exceptions; what is thrown is either misuse, which a change of code or configuration mends, or an unavailable store
 * ({@link dev.daybook.store.StoreUnavailableException}), which may be tried again. Each message says what was expected,
 * what was found and what to do.
 */
public class DaybookException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DaybookException(String message) {
        super(message);
    }

    public DaybookException(String message, Throwable cause) {
        super(message, cause);
    }
}
