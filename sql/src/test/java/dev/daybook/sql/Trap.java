package dev.daybook.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a {@link TcpProxy} does, once, to the first request that holds a certain text. Safe for use by many threads. */
public final class Trap {

    /** What becomes of the request and its connection. */
    public enum Kind {
        /** The server never gets the request. */
        CUT_BEFORE_REQUEST,
        /** The server gets the request, and at the same moment the connection is gone. */
        CUT_AFTER_REQUEST,
        /** The server carries out the request, and the connection is gone before the answer gets through. */
        CUT_AT_ANSWER,
        /** As before, and nobody can connect any more. */
        DOWN_AT_ANSWER,
        /** The client loses the connection, the server gets the request much later. */
        HOLD_REQUEST,
        /** The server never gets the request, and the connection stays as it is, until it is cut much later. */
        HANG
    }

    private final Kind kind;
    private final byte[] text;
    private final AtomicBoolean armed = new AtomicBoolean(true);
    private final CompletableFuture<Runnable> held = new CompletableFuture<>();
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

    Trap(Kind kind, String text) {
        this.kind = kind;
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    Kind kind() {
        return kind;
    }

    public boolean sprung() {
        return !armed.get();
    }

    /** Delivers the held request and waits until the server has answered it, or cuts the connection that hangs. */
    void release() throws Exception {
        held.get(30, TimeUnit.SECONDS).run();
        answered.get(30, TimeUnit.SECONDS);
    }

    /**
     * By the proxy: true for the first request only that holds the text.
     *
     * @param before what came before over the same connection, since the text may begin there
     */
    boolean springs(byte[] before, byte[] request) {
        int overlap = Math.min(before.length, text.length - 1);
        byte[] both = Arrays.copyOfRange(before, before.length - overlap, before.length + request.length);
        System.arraycopy(request, 0, both, overlap, request.length);
        return contains(both) && armed.compareAndSet(true, false);
    }

    /** By the proxy: how to go on at the {@link #release() release}. */
    void hold(Runnable goingOn) {
        held.complete(goingOn);
    }

    /** By the proxy: the server has answered the held request, or never will. */
    void answered() {
        answered.complete(true);
    }

    private boolean contains(byte[] request) {
        for (int at = 0; at + text.length <= request.length; at++) {
            if (matches(request, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] request, int at) {
        for (int i = 0; i < text.length; i++) {
            if (request[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
