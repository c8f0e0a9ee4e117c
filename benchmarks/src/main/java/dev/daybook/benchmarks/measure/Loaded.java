package dev.daybook.benchmarks.measure;

import java.util.concurrent.ThreadFactory;

/** A contender under another load than the benchmark's. */
public record Loaded(String name, Contender contender, Load load) implements Contender {

    @Override
    public Run begin() throws Exception {
        return contender.begin();
    }

    @Override
    public ThreadFactory threads() {
        return load.threads();
    }

    @Override
    public Load load(int workers) {
        return load;
    }
}
