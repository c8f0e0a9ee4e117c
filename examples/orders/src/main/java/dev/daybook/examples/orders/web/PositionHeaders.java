package dev.daybook.examples.orders.web;

/** Positions of the log in headers: a client that hands back what it was given sees its own changes. */
public final class PositionHeaders {

    /** In an answer: the position of the change, or up to where what is shown takes in all changes at least. */
    public static final String REACHED = "Daybook-Position";

    /** In a request for a read model: up to where it must take in all changes. */
    public static final String WANTED = "Daybook-Min-Position";

    private PositionHeaders() {}
}
