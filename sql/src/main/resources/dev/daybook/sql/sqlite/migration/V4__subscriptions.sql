-- How far subscriptions have followed the log, and the events that they have kept aside. All times are UTC with
-- microseconds, 2026-01-31T12:00:00.000000Z.
CREATE TABLE subscription (
    name     TEXT    PRIMARY KEY,
    paused   INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    revision INTEGER NOT NULL DEFAULT 0 -- grows with everything that people do to it
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription_partition (
    subscription TEXT    NOT NULL,
    partition    INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    epoch        INTEGER NOT NULL DEFAULT 0, -- of the lease under which it was claimed last
    CONSTRAINT subscription_partition_pk PRIMARY KEY (subscription, partition)
) STRICT, WITHOUT ROWID;

CREATE TABLE parked_event (
    position     INTEGER NOT NULL,
    parked_at    TEXT    NOT NULL,
    retry_at     TEXT,
    partition    INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    subscription TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('retrying', 'parked', 'waiting', 'skipped')),
    error        TEXT    NOT NULL,
    CONSTRAINT parked_event_pk PRIMARY KEY (subscription, key, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX parked_event_due ON parked_event (subscription, partition, retry_at, position) WHERE state = 'retrying';

CREATE INDEX parked_event_blocking ON parked_event (subscription, partition, key, position)
    WHERE state <> 'skipped';

CREATE INDEX parked_event_skipped ON parked_event (subscription, partition, position)
    WHERE state = 'skipped';

-- What people did to subscriptions; kept for good.
CREATE TABLE subscription_intervention (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    intervened_at TEXT    NOT NULL,
    position      INTEGER, -- of the event, or to which the subscription was reset
    action        TEXT    NOT NULL CHECK (action IN ('pause', 'resume', 'reset', 'retry', 'discard')),
    subscription  TEXT    NOT NULL,
    key           TEXT, -- of an event
    who           TEXT    NOT NULL,
    why           TEXT    NOT NULL
) STRICT;

CREATE INDEX subscription_intervention_of ON subscription_intervention (subscription, id);

-- Grows with everything that people do to subscriptions and read models, so that one look tells a node whether to look closer.
CREATE TABLE read_side (
    one      INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO read_side DEFAULT VALUES;
