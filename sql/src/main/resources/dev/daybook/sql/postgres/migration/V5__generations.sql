-- The generations of read models. Each has tables of its own, made when it is begun; a view of the read model's name shows
-- those of the one that is serving.
CREATE TABLE "${schema}".generation (
    started_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL, -- when it came into its state
    number      int         NOT NULL,
    holds_up    boolean     NOT NULL DEFAULT false, -- asks the serving one to wait until this one has overtaken it
    throttle    int         NOT NULL DEFAULT 0, -- events a second while it is built, 0 for no bound
    collection  text        NOT NULL COLLATE "C",
    state       text        NOT NULL COLLATE "C"
        CHECK (state IN ('building', 'paused', 'serving', 'retired', 'cancelled')),
    fingerprint text        NOT NULL COLLATE "C", -- of the definition by which it is made
    CONSTRAINT generation_pk PRIMARY KEY (collection, number)
);

CREATE UNIQUE INDEX generation_serving ON "${schema}".generation (collection) WHERE state = 'serving';

CREATE UNIQUE INDEX generation_building ON "${schema}".generation (collection) WHERE state IN ('building', 'paused');
