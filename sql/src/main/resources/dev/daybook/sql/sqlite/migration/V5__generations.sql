-- The generations of read models. Each has tables of its own, made when it is begun; a view of the read model's name shows
-- those of the one that is serving. All times are UTC with microseconds, 2026-01-31T12:00:00.000000Z.
CREATE TABLE generation (
    started_at  TEXT    NOT NULL,
    changed_at  TEXT    NOT NULL, -- when it came into its state
    number      INTEGER NOT NULL,
    holds_up    INTEGER NOT NULL DEFAULT 0, -- 1 asks the serving one to wait until this one has overtaken it
    throttle    INTEGER NOT NULL DEFAULT 0, -- events a second while it is built, 0 for no bound
    collection  TEXT    NOT NULL,
    state       TEXT    NOT NULL
        CHECK (state IN ('building', 'paused', 'serving', 'retired', 'cancelled')),
    fingerprint TEXT    NOT NULL, -- of the definition by which it is made
    CONSTRAINT generation_pk PRIMARY KEY (collection, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX generation_serving ON generation (collection) WHERE state = 'serving';

CREATE UNIQUE INDEX generation_building ON generation (collection) WHERE state IN ('building', 'paused');
