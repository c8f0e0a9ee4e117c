/** Requests that show orders: lists and details from the read models, the history from the log; never a command. */
@NullMarked
package dev.daybook.examples.orders.web.read;

import org.jspecify.annotations.NullMarked;
