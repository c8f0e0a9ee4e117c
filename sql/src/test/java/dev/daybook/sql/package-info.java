/** Proof of the SQL stores: the published contract, crashes, broken connections, and what each database does on its own. */
@NullMarked
package dev.daybook.sql;

import org.jspecify.annotations.NullMarked;
