/** Raw JDBC: what the database itself can do, with a table equal to Daybook's and nothing in between. */
@NullMarked
package dev.daybook.benchmarks.jdbc;

import org.jspecify.annotations.NullMarked;
