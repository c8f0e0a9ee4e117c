package dev.daybook.sql;

/** What works on one database. */
record StoreParts(Dialect dialect, EventReader reader, Writes writes, SqlSubscriptionStore subscriptions) {}
