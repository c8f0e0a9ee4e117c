-- The log. Position order is commit order, since there is one writer at a time and it counts in the one head row.
CREATE TABLE head (
    one         INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    position    INTEGER NOT NULL DEFAULT 0,
    recorded_at TEXT    NOT NULL DEFAULT ''
) STRICT;

INSERT INTO head DEFAULT VALUES;

CREATE TABLE event (
    position       INTEGER PRIMARY KEY,
    version        INTEGER NOT NULL,
    recorded_at    TEXT    NOT NULL, -- UTC with microseconds, 2026-01-31T12:00:00.000000Z
    id             TEXT    NOT NULL,
    slice          INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    stream         TEXT    NOT NULL,
    type           TEXT    NOT NULL,
    correlation_id TEXT,
    causation_id   TEXT,
    data           TEXT    NOT NULL CHECK (json_valid(data)),
    metadata       TEXT,
    CONSTRAINT event_stream_version UNIQUE (stream, version),
    CONSTRAINT event_id UNIQUE (id)
) STRICT;

-- Which types the log holds, so that a start can tell at once whether all of them are known.
CREATE TABLE event_type (
    type     TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (type, revision)
) STRICT, WITHOUT ROWID;
