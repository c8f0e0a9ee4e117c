-- The log. Position order is commit order, since every commit takes its positions under the lock of the one head row.
CREATE TABLE "${schema}".head (
    one         boolean     PRIMARY KEY DEFAULT true CHECK (one),
    position    bigint      NOT NULL DEFAULT 0,
    recorded_at timestamptz NOT NULL DEFAULT '-infinity',
    -- Grows whenever a writer must be sure that a call whose answer it never got will not be carried out any more.
    fence       bigint      NOT NULL DEFAULT 0
) WITH (fillfactor = 10); -- room on its page, so that every update is a heap-only one

INSERT INTO "${schema}".head DEFAULT VALUES;

CREATE TABLE "${schema}".event (
    position       bigint      NOT NULL,
    version        bigint      NOT NULL,
    recorded_at    timestamptz NOT NULL,
    id             uuid        NOT NULL,
    slice          smallint    NOT NULL,
    revision       smallint    NOT NULL,
    stream         text        NOT NULL COLLATE "C",
    type           text        NOT NULL COLLATE "C",
    correlation_id text        COLLATE "C",
    causation_id   text        COLLATE "C",
    data           json        NOT NULL,
    metadata       json,
    CONSTRAINT event_pk PRIMARY KEY (position),
    CONSTRAINT event_stream_version UNIQUE (stream, version),
    CONSTRAINT event_id UNIQUE (id)
);

-- Which types the log holds, so that a start can tell at once whether all of them are known.
CREATE TABLE "${schema}".event_type (
    type     text     NOT NULL COLLATE "C",
    revision smallint NOT NULL,
    PRIMARY KEY (type, revision)
);
