/** What became of requests: of one command, and of all that a correlation id set off; never sends a command. */
@NullMarked
package dev.daybook.examples.orders.web.tracking;

import org.jspecify.annotations.NullMarked;
