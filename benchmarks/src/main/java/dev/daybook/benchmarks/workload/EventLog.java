package dev.daybook.benchmarks.workload;

/** A sink that can be read as payload objects. */
public interface EventLog extends EventSink {

    /** Reads a whole stream and tells how many events it has. */
    long readStream(String stream) throws Exception;

    /** Reads all events in order and tells how many there are. */
    long readAll() throws Exception;
}
