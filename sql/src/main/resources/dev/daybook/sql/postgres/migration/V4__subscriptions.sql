-- How far subscriptions have followed the log, and the events that they have kept aside. Whoever changes anything of a
-- partition locks its row first; whoever changes several partitions locks their rows in the order of their numbers.
CREATE TABLE "${schema}".subscription (
    name     text    PRIMARY KEY COLLATE "C",
    paused   boolean NOT NULL DEFAULT false,
    revision bigint  NOT NULL DEFAULT 0 -- grows with everything that people do to it
);

CREATE TABLE "${schema}".subscription_partition (
    subscription text   NOT NULL COLLATE "C",
    partition    int    NOT NULL,
    position     bigint NOT NULL,
    epoch        bigint NOT NULL DEFAULT 0, -- of the lease under which it was claimed last
    CONSTRAINT subscription_partition_pk PRIMARY KEY (subscription, partition)
) WITH (fillfactor = 50); -- room on its pages, so that updates are heap-only ones

CREATE TABLE "${schema}".parked_event (
    position     bigint      NOT NULL,
    parked_at    timestamptz NOT NULL,
    retry_at     timestamptz,
    partition    int         NOT NULL,
    attempts     int         NOT NULL,
    subscription text        NOT NULL COLLATE "C",
    key          text        NOT NULL COLLATE "C",
    state        text        NOT NULL COLLATE "C" CHECK (state IN ('retrying', 'parked', 'waiting', 'skipped')),
    error        text        NOT NULL,
    CONSTRAINT parked_event_pk PRIMARY KEY (subscription, key, position)
);

CREATE INDEX parked_event_due ON "${schema}".parked_event (subscription, partition, retry_at, position)
    WHERE state = 'retrying';

CREATE INDEX parked_event_blocking ON "${schema}".parked_event (subscription, partition, key, position)
    WHERE state <> 'skipped';

CREATE INDEX parked_event_skipped ON "${schema}".parked_event (subscription, partition, position)
    WHERE state = 'skipped';

-- What people did to subscriptions; kept for good.
CREATE TABLE "${schema}".subscription_intervention (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    intervened_at timestamptz NOT NULL,
    position      bigint, -- of the event, or to which the subscription was reset
    action        text        NOT NULL CHECK (action IN ('pause', 'resume', 'reset', 'retry', 'discard')),
    subscription  text        NOT NULL COLLATE "C",
    key           text        COLLATE "C", -- of an event
    who           text        NOT NULL,
    why           text        NOT NULL
);

CREATE INDEX subscription_intervention_of ON "${schema}".subscription_intervention (subscription, id);

-- Grows with everything that people do to subscriptions and read models, so that one look tells a node whether to look closer.
CREATE TABLE "${schema}".read_side (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint  NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

INSERT INTO "${schema}".read_side DEFAULT VALUES;
