package dev.daybook.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between clients and a server on loopback: slow, cut, or down at will. Safe for use by many threads. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final Duration delay;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean down;
    private volatile @Nullable Trap trap;

    private TcpProxy(int serverPort, Duration delay) throws IOException {
        this.serverPort = serverPort;
        this.delay = delay;
        this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    public static TcpProxy before(int serverPort) throws IOException {
        return before(serverPort, Duration.ZERO);
    }

    /**
     * One that is slow.
     *
     * @param delay each way
     */
    public static TcpProxy before(int serverPort, Duration delay) throws IOException {
        TcpProxy proxy = new TcpProxy(serverPort, delay);
        Thread.ofVirtual().start(proxy::acceptUntilClosed);
        return proxy;
    }

    public int port() {
        return listener.getLocalPort();
    }

    Duration delay() {
        return delay;
    }

    /** Sets a trap, in place of the one before. */
    public Trap set(Trap.Kind kind, String text) {
        Trap next = new Trap(kind, text);
        trap = next;
        return next;
    }

    @Nullable
    Trap trap() {
        return trap;
    }

    /** Cuts every connection and lets nobody connect. */
    public void goDown() {
        down = true;
        connections.forEach(ProxiedConnection::cut);
    }

    boolean isDown() {
        return down;
    }

    public void comeBack() {
        down = false;
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void acceptUntilClosed() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                // The listener was closed, or the server refused: the client has been told by a closed connection.
            }
        }
    }

    private void accept(Socket client) throws IOException {
        if (down) {
            client.close();
            return;
        }
        try {
            ProxiedConnection connection =
                    new ProxiedConnection(this, client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
            connections.add(connection);
            connection.start();
            if (down) {
                connection.cut();
            }
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public void close() {
        goDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
