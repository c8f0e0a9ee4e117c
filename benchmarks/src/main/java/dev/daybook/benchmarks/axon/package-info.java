/** Axon Framework 4 with its JDBC event storage engine, set up for PostgreSQL as its reference guide does. */
@NullMarked
package dev.daybook.benchmarks.axon;

import org.jspecify.annotations.NullMarked;
