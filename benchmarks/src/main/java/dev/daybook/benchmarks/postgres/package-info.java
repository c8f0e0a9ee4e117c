/** The one PostgreSQL server that all contenders share. */
@NullMarked
package dev.daybook.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
