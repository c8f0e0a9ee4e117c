-- Carries out a group of commits in one round trip: takes the head, finds which commits cannot be carried out, stores all
-- others. The checks of each, in this order: leases, outcomes known already, room in queues, expected versions.
--
-- p_fence           the fence that the caller knows
-- p_at              the time of recording, or null for the database's clock
-- p_channel         where to announce the group, or null
-- p_new_types       whether some event's type may not be in event_type yet
-- p_streams         the streams of the group, each once, in the order of their first append
-- p_commit_appends  for each commit, how many appends it has
-- p_append_*        for each append, in order: its stream as an index into p_streams, the version expected (-1 any,
--                   -2 at least one event), how many events it has
-- p_event_*         for each event, in order
-- p_lease_*         for each lease that a commit names, in order: the commit, name, epoch; null where there is none in the group
-- p_outcome_*       for each outcome, in order: the commit, its last event as an index into p_event_* (0 where the verdict
--                   stands as it is), and its columns; null where there is none in the group
-- p_queues          the queues that the group adds to, each once
-- p_enqueue_*       for each command to be put into a queue, in order: the commit, its queue as an index into p_queues, the
--                   capacity, when it is due (null: at once), and its columns; null where there is none in the group
--
-- No command is in the group twice.
--
-- o_fence           the store's fence; if it is not p_fence, nothing was done and all else is null
-- o_position        the head before the group
-- o_versions        for each append, the version of its stream before it, as a commit earlier in the group left it
-- o_changes         head.commands and head.outcomes after the group, summed up; as before it if all of it was left out
-- o_left_out        the commits that were left out, as indexes into p_commit_appends
-- o_reasons         for each of them: 1 lease lost, 2 decided already, 3 queue full, 4 another version
-- o_details         for each of them: the lease as an index into p_lease_*, the command as one into p_enqueue_*, or 0
-- o_pending         for each of them: how many commands the full queue held, or 0
-- o_known           which commands of p_enqueue_* the store knew before
CREATE FUNCTION "${schema}".commit_group(
    p_fence bigint,
    p_at timestamptz,
    p_channel text,
    p_new_types boolean,
    p_streams text[],
    p_commit_appends int[],
    p_append_stream int[],
    p_append_expected bigint[],
    p_append_events int[],
    p_event_append int[],
    p_event_index int[],
    p_event_slice int[],
    p_event_type text[],
    p_event_revision int[],
    p_event_id text[],
    p_event_correlation text[],
    p_event_causation text[],
    p_event_data text[],
    p_event_metadata text[],
    p_lease_commit int[] DEFAULT NULL,
    p_lease_name text[] DEFAULT NULL,
    p_lease_epoch bigint[] DEFAULT NULL,
    p_outcome_commit int[] DEFAULT NULL,
    p_outcome_event int[] DEFAULT NULL,
    p_outcome_id text[] DEFAULT NULL,
    p_outcome_hash text[] DEFAULT NULL,
    p_outcome_type text[] DEFAULT NULL,
    p_outcome_stream text[] DEFAULT NULL,
    p_outcome_verdict text[] DEFAULT NULL,
    p_outcome_version bigint[] DEFAULT NULL,
    p_outcome_position bigint[] DEFAULT NULL,
    p_outcome_code text[] DEFAULT NULL,
    p_outcome_reason text[] DEFAULT NULL,
    p_outcome_correlation text[] DEFAULT NULL,
    p_outcome_causation text[] DEFAULT NULL,
    p_outcome_metadata text[] DEFAULT NULL,
    p_queues text[] DEFAULT NULL,
    p_enqueue_commit int[] DEFAULT NULL,
    p_enqueue_queue int[] DEFAULT NULL,
    p_enqueue_capacity bigint[] DEFAULT NULL,
    p_enqueue_due text[] DEFAULT NULL,
    p_enqueue_id text[] DEFAULT NULL,
    p_enqueue_hash text[] DEFAULT NULL,
    p_enqueue_slice int[] DEFAULT NULL,
    p_enqueue_type text[] DEFAULT NULL,
    p_enqueue_stream text[] DEFAULT NULL,
    p_enqueue_correlation text[] DEFAULT NULL,
    p_enqueue_causation text[] DEFAULT NULL,
    p_enqueue_payload text[] DEFAULT NULL,
    p_enqueue_metadata text[] DEFAULT NULL,
    OUT o_fence bigint,
    OUT o_position bigint,
    OUT o_versions bigint[],
    OUT o_changes bigint,
    OUT o_left_out int[],
    OUT o_reasons int[],
    OUT o_details int[],
    OUT o_pending bigint[],
    OUT o_known int[]
) LANGUAGE plpgsql VOLATILE
-- The plans do not depend on the parameters; making them anew for each call would cost as much as the work.
SET plan_cache_mode = force_generic_plan
-- Plans are kept for long: one made while a table was empty must not read the whole of it when it has grown. Without the
-- compiler, which would be called for by the price that PostgreSQL puts on reading the head against this advice.
SET enable_seqscan = off
SET jit = off
AS $$
DECLARE
    v_at       timestamptz;
    v_commands bigint;
    v_outcomes bigint;
    v_versions bigint[];
    v_actual   bigint;
    v_expected bigint;
    v_first    int := 1;
    v_last     int;
    v_commit   int;
    v_append   int;
    v_number   int;
    v_queue    int;
    v_left_out int := 0;
    -- Whether there is more to check than versions, or something has been found already.
    v_doubtful boolean := p_enqueue_id IS NOT NULL;
    -- For each append, how many events before it are left out; null if it is left out itself.
    v_skipped  int[] := array_fill(0, ARRAY[cardinality(p_append_stream)]);
    -- For each commit, why it is left out, or 0, and the detail of that.
    v_reasons  int[] := array_fill(0, ARRAY[cardinality(p_commit_appends)]);
    v_details  int[];
    -- For each outcome, in which queue of p_queues its command waits, 0 if in none.
    v_leaves   int[];
    v_outcome  int := 1;
    -- For each command to be put into a queue, whether it is known, and whether it waits for its time.
    v_known    boolean[];
    v_later    boolean[];
    v_enqueue  int := 1;
    -- For each queue of p_queues, how many commands it holds, as the last commit left it; without those that leave it with the
    -- present one; with those that join it.
    v_pending  bigint[];
    v_staying  bigint[];
    v_joined   bigint[];
    v_decided  uuid[];
BEGIN
    UPDATE "${schema}".head
       SET position = position + cardinality(p_event_id),
           commands = commands + coalesce(cardinality(p_enqueue_id), 0),
           outcomes = outcomes + coalesce(cardinality(p_outcome_id), 0),
           recorded_at = greatest(recorded_at, coalesce(p_at, clock_timestamp()))
     WHERE fence = p_fence
    RETURNING fence, position - cardinality(p_event_id), recorded_at, commands, outcomes
         INTO o_fence, o_position, v_at, v_commands, v_outcomes;
    IF NOT FOUND THEN
        SELECT fence INTO o_fence FROM "${schema}".head;
        RETURN;
    END IF;
    o_changes := v_commands + v_outcomes;
    o_versions := '{}';
    o_left_out := '{}';

    -- The version expected narrows the search to one row of the index; where nothing is there, the stream is a shorter one.
    v_versions := ARRAY(
        SELECT coalesce((SELECT e.version FROM "${schema}".event e
                          WHERE e.stream = p_streams[i] AND e.version >= p_append_expected[i]
                          ORDER BY e.version DESC LIMIT 1),
                        CASE WHEN p_append_expected[i] > 0
                             THEN (SELECT e.version FROM "${schema}".event e WHERE e.stream = p_streams[i]
                                    ORDER BY e.version DESC LIMIT 1) END,
                        0)
          FROM generate_series(1, cardinality(p_streams)) AS i);

    IF p_lease_name IS NOT NULL OR p_enqueue_id IS NOT NULL THEN
        v_details := v_reasons;
    END IF;

    IF p_lease_name IS NOT NULL THEN
        FOR v_commit, v_number IN
            SELECT l.commit, min(l.ordinal)
              FROM unnest(p_lease_commit, p_lease_name, p_lease_epoch) WITH ORDINALITY AS l (commit, name, epoch, ordinal)
             WHERE (SELECT h.owner FROM "${schema}".lease h WHERE h.name = l.name AND h.epoch = l.epoch) IS NULL
             GROUP BY l.commit
        LOOP
            v_doubtful := true;
            v_reasons[v_commit] := 1;
            v_details[v_commit] := v_number;
        END LOOP;
    END IF;

    IF p_outcome_id IS NOT NULL THEN
        v_outcomes := v_outcomes - cardinality(p_outcome_id);
        FOR v_commit IN
            SELECT p_outcome_commit[i]
              FROM generate_series(1, cardinality(p_outcome_id)) AS i
             WHERE (SELECT o.sequence FROM "${schema}".outcome o WHERE o.id = p_outcome_id[i]::uuid) IS NOT NULL
        LOOP
            v_doubtful := true;
            IF v_reasons[v_commit] = 0 THEN
                v_reasons[v_commit] := 2;
            END IF;
        END LOOP;
    END IF;

    IF p_enqueue_id IS NOT NULL THEN
        v_commands := v_commands - cardinality(p_enqueue_id);
        v_known := ARRAY(
            SELECT coalesce(
                       (SELECT true FROM "${schema}".command c WHERE c.id = n.id::uuid),
                       (SELECT true FROM "${schema}".scheduled_command s WHERE s.id = n.id::uuid),
                       (SELECT true FROM "${schema}".outcome o WHERE o.id = n.id::uuid),
                       false)
              FROM unnest(p_enqueue_id) WITH ORDINALITY AS n (id, ordinal)
             ORDER BY n.ordinal);
        o_known := array_positions(v_known, true);
        v_later := ARRAY(
            SELECT coalesce(n.due::timestamptz > coalesce(p_at, clock_timestamp()), false)
              FROM unnest(p_enqueue_due) WITH ORDINALITY AS n (due, ordinal)
             ORDER BY n.ordinal);
        v_pending := ARRAY(
            SELECT coalesce((SELECT q.pending FROM "${schema}".queue q WHERE q.name = n.name), 0)
              FROM unnest(p_queues) WITH ORDINALITY AS n (name, ordinal)
             ORDER BY n.ordinal);
        IF p_outcome_id IS NOT NULL THEN
            v_leaves := ARRAY(
                SELECT coalesce(array_position(
                                    p_queues,
                                    (SELECT c.queue FROM "${schema}".command c WHERE c.id = n.id::uuid)), 0)
                  FROM unnest(p_outcome_id) WITH ORDINALITY AS n (id, ordinal)
                 ORDER BY n.ordinal);
        END IF;
    END IF;

    -- Most groups name each stream once and expect what is there; the walk through their commits would cost more than this.
    IF v_versions = p_append_expected AND NOT v_doubtful THEN
        o_versions := v_versions;
    ELSE
        FOR v_commit IN 1 .. cardinality(p_commit_appends) LOOP
            IF v_pending IS NOT NULL THEN
                v_staying := v_pending;
                WHILE v_leaves IS NOT NULL AND p_outcome_commit[v_outcome] = v_commit LOOP
                    v_queue := v_leaves[v_outcome];
                    IF v_queue > 0 THEN
                        v_staying[v_queue] := v_staying[v_queue] - 1;
                    END IF;
                    v_outcome := v_outcome + 1;
                END LOOP;
                v_joined := v_staying;
                WHILE p_enqueue_commit[v_enqueue] = v_commit LOOP
                    IF v_reasons[v_commit] = 0 AND NOT v_known[v_enqueue] AND NOT v_later[v_enqueue] THEN
                        v_queue := p_enqueue_queue[v_enqueue];
                        v_joined[v_queue] := v_joined[v_queue] + 1;
                        IF v_joined[v_queue] > p_enqueue_capacity[v_enqueue] THEN
                            v_reasons[v_commit] := 3;
                            v_details[v_commit] := v_enqueue;
                        END IF;
                    END IF;
                    v_enqueue := v_enqueue + 1;
                END LOOP;
            END IF;

            v_last := v_first + p_commit_appends[v_commit] - 1;
            FOR v_append IN v_first .. v_last LOOP
                v_actual := v_versions[p_append_stream[v_append]];
                v_expected := p_append_expected[v_append];
                o_versions[v_append] := v_actual;
                IF v_expected <> v_actual AND v_expected <> -1 AND (v_expected <> -2 OR v_actual = 0) THEN
                    IF v_reasons[v_commit] = 0 THEN
                        v_reasons[v_commit] := 4;
                    END IF;
                END IF;
            END LOOP;

            IF v_reasons[v_commit] = 0 THEN
                FOR v_append IN v_first .. v_last LOOP
                    v_versions[p_append_stream[v_append]] := o_versions[v_append] + p_append_events[v_append];
                    IF v_left_out > 0 THEN
                        v_skipped[v_append] := v_left_out;
                    END IF;
                END LOOP;
                v_pending := v_joined;
            ELSE
                FOR v_append IN v_first .. v_last LOOP
                    v_skipped[v_append] := NULL;
                    v_left_out := v_left_out + p_append_events[v_append];
                END LOOP;
                o_left_out := o_left_out || v_commit;
                o_reasons := o_reasons || v_reasons[v_commit];
                o_details := o_details || coalesce(v_details[v_commit], 0);
                o_pending := o_pending || CASE v_reasons[v_commit] WHEN 3 THEN v_staying[v_queue] ELSE 0 END;
            END IF;
            v_first := v_last + 1;
        END LOOP;
    END IF;

    IF cardinality(o_left_out) = cardinality(p_commit_appends) THEN
        -- Nothing is stored: then nothing has changed, and nobody is to be woken, least of all those who wait for room.
        UPDATE "${schema}".head
           SET position = o_position,
               commands = commands - coalesce(cardinality(p_enqueue_id), 0),
               outcomes = outcomes - coalesce(cardinality(p_outcome_id), 0);
        o_changes := o_changes - coalesce(cardinality(p_enqueue_id), 0) - coalesce(cardinality(p_outcome_id), 0);
        RETURN;
    ELSIF v_left_out > 0 THEN
        UPDATE "${schema}".head SET position = position - v_left_out;
    END IF;

    INSERT INTO "${schema}".event (position, version, recorded_at, id, slice, revision, stream, type,
                                   correlation_id, causation_id, data, metadata)
    SELECT o_position + i - v_skipped[p_event_append[i]], o_versions[p_event_append[i]] + p_event_index[i], v_at,
           p_event_id[i]::uuid, p_event_slice[i], p_event_revision[i], p_streams[p_append_stream[p_event_append[i]]],
           p_event_type[i], p_event_correlation[i], p_event_causation[i], p_event_data[i]::json, p_event_metadata[i]::json
      -- Subscripts, since unnest would first copy each of the ten arrays into a store of tuples.
      FROM generate_series(1, cardinality(p_event_id)) AS i
     WHERE v_skipped[p_event_append[i]] IS NOT NULL;

    IF p_new_types THEN
        INSERT INTO "${schema}".event_type (type, revision)
        SELECT DISTINCT e.type, e.revision
          FROM unnest(p_event_append, p_event_type, p_event_revision) AS e (append, type, revision)
         WHERE v_skipped[e.append] IS NOT NULL
        ON CONFLICT DO NOTHING;
    END IF;

    IF p_outcome_id IS NOT NULL THEN
        INSERT INTO "${schema}".outcome (sequence, recorded_at, id, hash, version, position, stream, type, verdict, code, reason,
                                         correlation_id, causation_id, metadata)
        SELECT v_outcomes + i, v_at, p_outcome_id[i]::uuid, p_outcome_hash[i]::uuid,
               CASE p_outcome_event[i] WHEN 0 THEN p_outcome_version[i]
                    ELSE o_versions[p_event_append[p_outcome_event[i]]] + p_event_index[p_outcome_event[i]] END,
               CASE p_outcome_event[i] WHEN 0 THEN p_outcome_position[i]
                    ELSE o_position + p_outcome_event[i] - v_skipped[p_event_append[p_outcome_event[i]]] END,
               p_outcome_stream[i], p_outcome_type[i], p_outcome_verdict[i], p_outcome_code[i], p_outcome_reason[i],
               p_outcome_correlation[i], p_outcome_causation[i], p_outcome_metadata[i]::json
          FROM generate_series(1, cardinality(p_outcome_id)) AS i
         WHERE v_reasons[p_outcome_commit[i]] = 0;

        -- Commands that never were in a queue are all there is where no lane is durable.
        IF EXISTS (SELECT FROM "${schema}".queue WHERE pending > 0) OR EXISTS (SELECT FROM "${schema}".scheduled_command) THEN
            v_decided := ARRAY(
                SELECT n.id::uuid FROM unnest(p_outcome_commit, p_outcome_id) AS n (commit, id) WHERE v_reasons[n.commit] = 0);
            WITH gone AS (
                DELETE FROM "${schema}".command WHERE id = ANY (v_decided) RETURNING queue
            )
            UPDATE "${schema}".queue q
               SET pending = q.pending - g.commands
              FROM (SELECT gone.queue, count(*) AS commands FROM gone GROUP BY gone.queue) AS g
             WHERE q.name = g.queue;
            IF EXISTS (SELECT FROM "${schema}".scheduled_command) THEN
                DELETE FROM "${schema}".scheduled_command WHERE id = ANY (v_decided);
            END IF;
            IF EXISTS (SELECT FROM "${schema}".parked) THEN
                WITH freed AS (
                    DELETE FROM "${schema}".parked WHERE id = ANY (v_decided) RETURNING queue
                )
                UPDATE "${schema}".queue SET revision = revision + 1 WHERE name IN (SELECT freed.queue FROM freed);
            END IF;
        END IF;
    END IF;

    IF p_enqueue_id IS NOT NULL THEN
        WITH added AS (
            INSERT INTO "${schema}".command (sequence, enqueued_at, id, hash, slice, queue, stream, type,
                                             correlation_id, causation_id, payload, metadata)
            SELECT v_commands + n.ordinal, v_at, n.id::uuid, n.hash::uuid, n.slice, p_queues[n.queue], n.stream, n.type,
                   n.correlation, n.causation, n.payload::json, n.metadata::json
              FROM unnest(p_enqueue_commit, p_enqueue_queue, p_enqueue_id, p_enqueue_hash, p_enqueue_slice,
                          p_enqueue_stream, p_enqueue_type, p_enqueue_correlation, p_enqueue_causation,
                          p_enqueue_payload, p_enqueue_metadata) WITH ORDINALITY
                AS n (commit, queue, id, hash, slice, stream, type, correlation, causation, payload, metadata, ordinal)
             WHERE v_reasons[n.commit] = 0 AND NOT v_known[n.ordinal] AND NOT v_later[n.ordinal]
            RETURNING queue
        )
        INSERT INTO "${schema}".queue (name, pending, revision)
        SELECT added.queue, count(*), 0 FROM added GROUP BY added.queue
        ON CONFLICT (name) DO UPDATE SET pending = queue.pending + excluded.pending;

        IF true = ANY (v_later) THEN
            INSERT INTO "${schema}".scheduled_command (sequence, due_at, enqueued_at, id, hash, slice, queue, stream, type,
                                                       correlation_id, causation_id, payload, metadata)
            SELECT v_commands + n.ordinal, n.due::timestamptz, v_at, n.id::uuid, n.hash::uuid, n.slice, p_queues[n.queue],
                   n.stream, n.type, n.correlation, n.causation, n.payload::json, n.metadata::json
              FROM unnest(p_enqueue_commit, p_enqueue_queue, p_enqueue_due, p_enqueue_id, p_enqueue_hash, p_enqueue_slice,
                          p_enqueue_stream, p_enqueue_type, p_enqueue_correlation, p_enqueue_causation,
                          p_enqueue_payload, p_enqueue_metadata) WITH ORDINALITY
                AS n (commit, queue, due, id, hash, slice, stream, type, correlation, causation, payload, metadata, ordinal)
             WHERE v_reasons[n.commit] = 0 AND NOT v_known[n.ordinal] AND v_later[n.ordinal];
        END IF;
    END IF;

    IF p_channel IS NOT NULL THEN
        PERFORM pg_notify(p_channel, '');
    END IF;
END
$$;
