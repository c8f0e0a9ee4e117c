package dev.daybook.command;

import dev.daybook.store.Lease;

/** By what right a stored command is worked on here. Safe for use by many threads. */
interface Hold {

    /** To be named by the commit that carries it out. */
    Lease lease();

    /**
     * Whether it stays in memory when the lease is lost, to be tried again under the next: then nothing that came into memory
     * after it can overtake it, and if another node carries it out meanwhile, its outcome is found.
     */
    boolean keepsPlace();

    /** Where nothing waits in memory but what is stored, so that others may have all of it. */
    record Passing(Lease lease) implements Hold {

        @Override
        public boolean keepsPlace() {
            return false;
        }
    }
}
