-- Commands that wait, and what became of commands. Every change of these tables is made by the one writer, and so in order
-- with the appends. All times are UTC with microseconds, 2026-01-31T12:00:00.000000Z.
ALTER TABLE head ADD COLUMN commands INTEGER NOT NULL DEFAULT 0; -- the last sequence of a queued command; grows with every change of queues
ALTER TABLE head ADD COLUMN outcomes INTEGER NOT NULL DEFAULT 0; -- the last sequence of an outcome; sequences have gaps

CREATE TABLE queue (
    name     TEXT    PRIMARY KEY,
    pending  INTEGER NOT NULL, -- how many rows of command are its own
    revision INTEGER NOT NULL  -- grows whenever a stream is not parked any more
) STRICT, WITHOUT ROWID;

CREATE TABLE command (
    sequence       INTEGER NOT NULL,
    enqueued_at    TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    hash           TEXT    NOT NULL, -- 16 bytes of SHA-256 of type and payload, as first seen
    slice          INTEGER NOT NULL,
    queue          TEXT    NOT NULL,
    stream         TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    correlation_id TEXT,
    causation_id   TEXT,
    payload        TEXT    NOT NULL CHECK (json_valid(payload)),
    metadata       TEXT,
    CONSTRAINT command_pk PRIMARY KEY (queue, sequence),
    CONSTRAINT command_id UNIQUE (id)
) STRICT, WITHOUT ROWID; -- its rows lie in the order of their queue

-- Whether a command is the first of its stream, and what waits behind one that is parked, however many wait in the queue.
CREATE INDEX command_stream ON command (queue, stream, sequence);

-- Commands that join their queue when they are due.
CREATE TABLE scheduled_command (
    sequence       INTEGER NOT NULL,
    due_at         TEXT    NOT NULL,
    enqueued_at    TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    hash           TEXT    NOT NULL,
    slice          INTEGER NOT NULL,
    queue          TEXT    NOT NULL,
    stream         TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    correlation_id TEXT,
    causation_id   TEXT,
    payload        TEXT    NOT NULL CHECK (json_valid(payload)),
    metadata       TEXT,
    CONSTRAINT scheduled_command_pk PRIMARY KEY (queue, sequence),
    CONSTRAINT scheduled_command_id UNIQUE (id)
) STRICT;

CREATE INDEX scheduled_command_due ON scheduled_command (due_at, sequence);

-- Commands that wait for a person, in their places in command; later ones of their streams wait behind them.
CREATE TABLE parked (
    sequence  INTEGER NOT NULL,
    parked_at TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    attempts  INTEGER NOT NULL,
    queue     TEXT    NOT NULL,
    stream    TEXT    NOT NULL,
    error     TEXT    NOT NULL,
    CONSTRAINT parked_pk PRIMARY KEY (queue, stream),
    CONSTRAINT parked_id UNIQUE (id)
) STRICT;

CREATE TABLE outcome (
    sequence       INTEGER PRIMARY KEY,
    recorded_at    TEXT    NOT NULL,
    id             TEXT    NOT NULL, -- of the command
    hash           TEXT    NOT NULL,
    version        INTEGER,
    position       INTEGER,
    stream         TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    verdict        TEXT    NOT NULL CHECK (verdict IN ('accepted', 'refused', 'discarded')),
    code           TEXT, -- of a refusal; of a discarded command, who did it
    reason         TEXT,
    correlation_id TEXT,
    causation_id   TEXT,
    metadata       TEXT,
    CONSTRAINT outcome_id UNIQUE (id)
) STRICT;

-- What people did to parked commands; kept for good.
CREATE TABLE intervention (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    intervened_at  TEXT    NOT NULL,
    action         TEXT    NOT NULL CHECK (action IN ('retry', 'edit', 'discard')),
    command_id     TEXT    NOT NULL,
    queue          TEXT    NOT NULL,
    stream         TEXT    NOT NULL,
    who            TEXT    NOT NULL,
    why            TEXT    NOT NULL,
    payload_before TEXT    NOT NULL,
    payload_after  TEXT    -- of an edit
) STRICT;

CREATE TABLE node (
    name        TEXT PRIMARY KEY,
    alive_until TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lease (
    name  TEXT    PRIMARY KEY,
    epoch INTEGER NOT NULL,
    owner TEXT    -- a node, or null where nobody holds it
) STRICT, WITHOUT ROWID;

-- States at some versions of a stream, to replay it from there.
CREATE TABLE snapshot (
    version     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    recorded_at TEXT    NOT NULL, -- of the event at that version
    taken_at    TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    shape       TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (json_valid(state)),
    CONSTRAINT snapshot_pk PRIMARY KEY (stream, version)
) STRICT;

-- Which events and outcomes have a correlation id, filled after the fact.
CREATE TABLE trace (
    correlation_id TEXT    NOT NULL,
    kind           TEXT    NOT NULL CHECK (kind IN ('event', 'outcome')),
    sequence       INTEGER NOT NULL, -- position of an event, sequence of an outcome
    PRIMARY KEY (correlation_id, kind, sequence)
) STRICT, WITHOUT ROWID;

-- Up to where trace is filled.
CREATE TABLE trace_checkpoint (
    one      INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    events   INTEGER NOT NULL DEFAULT 0,
    outcomes INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO trace_checkpoint DEFAULT VALUES;
