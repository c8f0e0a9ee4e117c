-- Commands that wait, and what became of commands. Every change of these tables but nodes, snapshots and traces is made
-- under the lock of the head row, and so in order with the appends.
ALTER TABLE "${schema}".head
    ADD COLUMN commands bigint NOT NULL DEFAULT 0, -- the last sequence of a queued command; grows with every change of queues
    ADD COLUMN outcomes bigint NOT NULL DEFAULT 0; -- the last sequence of an outcome; sequences have gaps

CREATE TABLE "${schema}".queue (
    name     text   PRIMARY KEY COLLATE "C",
    pending  bigint NOT NULL, -- how many rows of command are its own
    revision bigint NOT NULL  -- grows whenever a stream is not parked any more
) WITH (fillfactor = 10);

CREATE TABLE "${schema}".command (
    sequence       bigint      NOT NULL,
    enqueued_at    timestamptz NOT NULL,
    id             uuid        NOT NULL,
    hash           uuid        NOT NULL, -- 16 bytes of SHA-256 of type and payload, as first seen
    slice          smallint    NOT NULL,
    queue          text        NOT NULL COLLATE "C",
    stream         text        NOT NULL COLLATE "C",
    type           text        NOT NULL COLLATE "C",
    correlation_id text        COLLATE "C",
    causation_id   text        COLLATE "C",
    payload        json        NOT NULL,
    metadata       json,
    CONSTRAINT command_pk PRIMARY KEY (queue, sequence),
    CONSTRAINT command_id UNIQUE (id)
);

-- Whether a command is the first of its stream, and what waits behind one that is parked, however many wait in the queue.
CREATE INDEX command_stream ON "${schema}".command (queue, stream, sequence);

-- Commands that join their queue when they are due.
CREATE TABLE "${schema}".scheduled_command (
    sequence       bigint      NOT NULL,
    due_at         timestamptz NOT NULL,
    enqueued_at    timestamptz NOT NULL,
    id             uuid        NOT NULL,
    hash           uuid        NOT NULL,
    slice          smallint    NOT NULL,
    queue          text        NOT NULL COLLATE "C",
    stream         text        NOT NULL COLLATE "C",
    type           text        NOT NULL COLLATE "C",
    correlation_id text        COLLATE "C",
    causation_id   text        COLLATE "C",
    payload        json        NOT NULL,
    metadata       json,
    CONSTRAINT scheduled_command_pk PRIMARY KEY (queue, sequence),
    CONSTRAINT scheduled_command_id UNIQUE (id)
);

CREATE INDEX scheduled_command_due ON "${schema}".scheduled_command (due_at, sequence);

-- Commands that wait for a person, in their places in command; later ones of their streams wait behind them.
CREATE TABLE "${schema}".parked (
    sequence  bigint      NOT NULL,
    parked_at timestamptz NOT NULL,
    id        uuid        NOT NULL,
    attempts  int         NOT NULL,
    queue     text        NOT NULL COLLATE "C",
    stream    text        NOT NULL COLLATE "C",
    error     text        NOT NULL,
    CONSTRAINT parked_pk PRIMARY KEY (queue, stream),
    CONSTRAINT parked_id UNIQUE (id)
);

CREATE TABLE "${schema}".outcome (
    sequence       bigint      NOT NULL,
    recorded_at    timestamptz NOT NULL,
    id             uuid        NOT NULL, -- of the command
    hash           uuid        NOT NULL,
    version        bigint,
    position       bigint,
    stream         text        NOT NULL COLLATE "C",
    type           text        NOT NULL COLLATE "C",
    verdict        text        NOT NULL CHECK (verdict IN ('accepted', 'refused', 'discarded')),
    code           text, -- of a refusal; of a discarded command, who did it
    reason         text,
    correlation_id text        COLLATE "C",
    causation_id   text        COLLATE "C",
    metadata       json,
    CONSTRAINT outcome_pk PRIMARY KEY (sequence),
    CONSTRAINT outcome_id UNIQUE (id)
);

-- What people did to parked commands; kept for good.
CREATE TABLE "${schema}".intervention (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    intervened_at  timestamptz NOT NULL,
    action         text        NOT NULL CHECK (action IN ('retry', 'edit', 'discard')),
    command_id     uuid        NOT NULL,
    queue          text        NOT NULL COLLATE "C",
    stream         text        NOT NULL COLLATE "C",
    who            text        NOT NULL,
    why            text        NOT NULL,
    payload_before json        NOT NULL,
    payload_after  json        -- of an edit
);

CREATE TABLE "${schema}".node (
    name        text        PRIMARY KEY COLLATE "C",
    alive_until timestamptz NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE "${schema}".lease (
    name  text   PRIMARY KEY COLLATE "C",
    epoch bigint NOT NULL,
    owner text   COLLATE "C" -- a node, or null where nobody holds it
) WITH (fillfactor = 50);

-- States at some versions of a stream, to replay it from there.
CREATE TABLE "${schema}".snapshot (
    version     bigint      NOT NULL,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL, -- of the event at that version
    taken_at    timestamptz NOT NULL,
    stream      text        NOT NULL COLLATE "C",
    shape       text        NOT NULL COLLATE "C",
    state       json        NOT NULL,
    CONSTRAINT snapshot_pk PRIMARY KEY (stream, version)
);

-- Which events and outcomes have a correlation id, filled after the fact.
CREATE TABLE "${schema}".trace (
    correlation_id text   NOT NULL COLLATE "C",
    kind           text   NOT NULL COLLATE "C" CHECK (kind IN ('event', 'outcome')),
    sequence       bigint NOT NULL, -- position of an event, sequence of an outcome
    PRIMARY KEY (correlation_id, kind, sequence)
);

-- Up to where trace is filled.
CREATE TABLE "${schema}".trace_checkpoint (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    events   bigint  NOT NULL DEFAULT 0,
    outcomes bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO "${schema}".trace_checkpoint DEFAULT VALUES;
