/** Daybook's own stores, through their public API. */
@NullMarked
package dev.daybook.benchmarks.daybook;

import org.jspecify.annotations.NullMarked;
