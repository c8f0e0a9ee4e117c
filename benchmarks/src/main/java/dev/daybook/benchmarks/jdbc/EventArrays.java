package dev.daybook.benchmarks.jdbc;

import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.event.EventCodec;
import dev.daybook.store.StreamId;
import java.util.List;

/** Events column by column, in the types that the driver sends fastest. */
final class EventArrays {

    private final Long[] versions;
    private final String[] ids;
    private final Short[] slices;
    private final String[] streams;
    private final String[] correlations;
    private final String[] payloads;

    private EventArrays(int size) {
        versions = new Long[size];
        ids = new String[size];
        slices = new Short[size];
        streams = new String[size];
        correlations = new String[size];
        payloads = new String[size];
    }

    static EventArrays of(List<NewEvent> events, EventCodec json) {
        EventArrays arrays = new EventArrays(events.size());
        for (int i = 0; i < events.size(); i++) {
            NewEvent event = events.get(i);
            arrays.versions[i] = event.version();
            arrays.ids[i] = event.id().toString();
            arrays.slices[i] = (short) StreamId.parse(event.stream()).slice();
            arrays.streams[i] = event.stream();
            arrays.correlations[i] = event.correlation();
            arrays.payloads[i] = json.write(event.payload());
        }
        return arrays;
    }

    Long[] versions() {
        return versions;
    }

    String[] ids() {
        return ids;
    }

    Short[] slices() {
        return slices;
    }

    String[] streams() {
        return streams;
    }

    String[] correlations() {
        return correlations;
    }

    String[] payloads() {
        return payloads;
    }
}
