/** Daybook side by side with raw JDBC and Axon Framework, run by {@code benchmarks/run}. */
@NullMarked
package dev.daybook.benchmarks;

import org.jspecify.annotations.NullMarked;
