-- Carries out a group of commits in one round trip: takes the head, finds which commits conflict, stores all others.
--
-- p_fence           the fence that the caller knows
-- p_at              the time of recording, or null for the database's clock
-- p_channel         where to announce the group, or null
-- p_new_types       whether some event's type may not be in event_type yet
-- p_streams         the streams of the group, each once
-- p_commit_appends  for each commit, how many appends it has
-- p_append_*        for each append, in order: its stream as an index into p_streams, the version expected (-1 any,
--                   -2 at least one event), how many events it has
-- p_event_*         for each event, in order
--
-- o_fence           the store's fence; if it is not p_fence, nothing was done and all else is null
-- o_position        the head before the group
-- o_versions        for each append, the version of its stream before it, as a commit earlier in the group left it
-- o_conflicts       the commits that were left out, as indexes into p_commit_appends
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
    OUT o_fence bigint,
    OUT o_position bigint,
    OUT o_versions bigint[],
    OUT o_conflicts int[]
) LANGUAGE plpgsql VOLATILE
-- The plans do not depend on the parameters; making them anew for each call would cost as much as the work.
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    v_at       timestamptz;
    v_versions bigint[];
    v_actual   bigint;
    v_expected bigint;
    v_first    int := 1;
    v_last     int;
    v_commit   int;
    v_append   int;
    v_accepted boolean;
    v_left_out int := 0;
    -- For each append, how many events before it are left out; null if it is left out itself.
    v_skipped  int[] := array_fill(0, ARRAY[cardinality(p_append_stream)]);
BEGIN
    UPDATE "${schema}".head
       SET position = position + cardinality(p_event_id),
           recorded_at = greatest(recorded_at, coalesce(p_at, clock_timestamp()))
     WHERE fence = p_fence
    RETURNING fence, position - cardinality(p_event_id), recorded_at INTO o_fence, o_position, v_at;
    IF NOT FOUND THEN
        SELECT fence INTO o_fence FROM "${schema}".head;
        RETURN;
    END IF;

    v_versions := ARRAY(
        SELECT coalesce((SELECT e.version FROM "${schema}".event e WHERE e.stream = s.stream
                          ORDER BY e.version DESC LIMIT 1), 0)
          FROM unnest(p_streams) WITH ORDINALITY AS s (stream, ordinal)
         ORDER BY s.ordinal);
    o_conflicts := '{}';

    FOR v_commit IN 1 .. cardinality(p_commit_appends) LOOP
        v_last := v_first + p_commit_appends[v_commit] - 1;
        v_accepted := true;
        FOR v_append IN v_first .. v_last LOOP
            v_actual := v_versions[p_append_stream[v_append]];
            v_expected := p_append_expected[v_append];
            o_versions[v_append] := v_actual;
            IF v_expected <> v_actual AND v_expected <> -1 AND (v_expected <> -2 OR v_actual = 0) THEN
                v_accepted := false;
            END IF;
        END LOOP;
        IF v_accepted THEN
            FOR v_append IN v_first .. v_last LOOP
                v_versions[p_append_stream[v_append]] := o_versions[v_append] + p_append_events[v_append];
                IF v_left_out > 0 THEN
                    v_skipped[v_append] := v_left_out;
                END IF;
            END LOOP;
        ELSE
            FOR v_append IN v_first .. v_last LOOP
                v_skipped[v_append] := NULL;
                v_left_out := v_left_out + p_append_events[v_append];
            END LOOP;
            o_conflicts := o_conflicts || v_commit;
        END IF;
        v_first := v_last + 1;
    END LOOP;

    IF v_left_out > 0 THEN
        UPDATE "${schema}".head SET position = position - v_left_out;
    END IF;

    INSERT INTO "${schema}".event (position, version, recorded_at, id, slice, revision, stream, type,
                                   correlation_id, causation_id, data, metadata)
    SELECT o_position + e.ordinal - v_skipped[e.append], o_versions[e.append] + e.index, v_at, e.id::uuid, e.slice, e.revision,
           p_streams[p_append_stream[e.append]], e.type, e.correlation, e.causation, e.data::json, e.metadata::json
      FROM unnest(p_event_append, p_event_index, p_event_slice, p_event_type, p_event_revision, p_event_id,
                  p_event_correlation, p_event_causation, p_event_data, p_event_metadata) WITH ORDINALITY
        AS e (append, index, slice, type, revision, id, correlation, causation, data, metadata, ordinal)
     WHERE v_skipped[e.append] IS NOT NULL;

    IF p_new_types THEN
        INSERT INTO "${schema}".event_type (type, revision)
        SELECT DISTINCT e.type, e.revision
          FROM unnest(p_event_append, p_event_type, p_event_revision) AS e (append, type, revision)
         WHERE v_skipped[e.append] IS NOT NULL
        ON CONFLICT DO NOTHING;
    END IF;

    IF p_channel IS NOT NULL THEN
        PERFORM pg_notify(p_channel, '');
    END IF;
END
$$;
