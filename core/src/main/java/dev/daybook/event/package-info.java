/** Events as the domain knows them: their types and names, how they become JSON and back, and what is recorded with them. */
@NullMarked
package dev.daybook.event;

import org.jspecify.annotations.NullMarked;
