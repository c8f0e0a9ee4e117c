package dev.daybook.command;

import dev.daybook.DaybookException;
import dev.daybook.store.CommandHeader;
import java.io.Serial;

/** A command came with the id of an earlier one of other content; nothing was done. */
public final class CommandIdReusedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    CommandIdReusedException(CommandHeader first, String type) {
        super("Command id " + first.id() + " belongs to another command already, " + first.type() + " for stream "
                + first.stream() + ", found " + type
                + " with that id and other content; nothing was done: give every new command an id of its own");
    }
}
