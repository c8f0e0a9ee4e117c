/** Commands on stores that are killed, frozen, flooded and cut off. */
@NullMarked
package dev.daybook.sql.command;

import org.jspecify.annotations.NullMarked;
