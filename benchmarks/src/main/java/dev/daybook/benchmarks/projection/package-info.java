/** The read models that every contender makes of the same events: the same rows for all of them. */
@NullMarked
package dev.daybook.benchmarks.projection;

import org.jspecify.annotations.NullMarked;
