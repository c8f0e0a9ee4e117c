package dev.daybook.projection;

/**
 * A read model that follows the log: {@link DocumentProjection documents}, or what other modules make. Immutable.
 */
public interface Projection {

    /** Unique in its context. */
    String name();

    /** The events that it is made from, with the types below this one. */
    Class<?> events();

    /**
     * Its generations.
     *
     * @throws dev.daybook.ConfigurationException if it does not fit the store
     */
    GeneratedReadModel open(Projections.Setup setup);
}
