/** Policies, which have side effects, and process managers, which keep time and send commands; both follow the log. */
@NullMarked
package dev.daybook.process;

import org.jspecify.annotations.NullMarked;
