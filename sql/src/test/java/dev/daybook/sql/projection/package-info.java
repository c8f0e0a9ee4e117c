/** Read models, policies and process managers on SQL stores, through crashes. */
@NullMarked
package dev.daybook.sql.projection;

import org.jspecify.annotations.NullMarked;
