/** Read models, policies and process managers on SQL stores, through crashes. */
@NullMarked
package dev.daybook.sql.process;

import org.jspecify.annotations.NullMarked;
