package dev.daybook.command;

import dev.daybook.store.Position;
import dev.daybook.store.Version;

/** A state and what it was made of: the stream up to this version, whose last event lies at this position. */
record Folded<S>(S state, Version version, Position position) {}
