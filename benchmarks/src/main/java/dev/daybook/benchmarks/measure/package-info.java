/** How a benchmark is measured: loops of workers, contenders interleaved round by round, and what comes out. */
@NullMarked
package dev.daybook.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
