/**
 * Event stores on SQL databases: one engine, the dialects PostgreSQL and SQLite. Everything public is
 * {@link dev.daybook.sql.SqlEventStore} and its configuration.
 */
@NullMarked
package dev.daybook.sql;

import org.jspecify.annotations.NullMarked;
