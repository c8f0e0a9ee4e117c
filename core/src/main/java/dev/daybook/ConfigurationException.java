package dev.daybook;

import java.io.Serial;

/** Something was put together wrongly. Thrown while building or starting, before anything is read or written. */
public final class ConfigurationException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
