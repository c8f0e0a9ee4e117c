/** The events that every contender stores and reads: the same content for all of them. */
@NullMarked
package dev.daybook.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
