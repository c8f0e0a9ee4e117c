/** What is printed and kept of the results. */
@NullMarked
package dev.daybook.benchmarks.report;

import org.jspecify.annotations.NullMarked;
