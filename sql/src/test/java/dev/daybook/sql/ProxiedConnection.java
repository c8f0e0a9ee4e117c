package dev.daybook.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link TcpProxy}. For each way, one thread reads, another delivers when it is time. */
final class ProxiedConnection {

    private static final int BUFFER = 64 << 10;

    private final TcpProxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile @Nullable Trap sprung;
    private byte[] before = new byte[0];

    /** Bytes on their way; none of them means the end. */
    private static final class Packet {
        private final byte[] bytes;
        private final long due;

        Packet(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    /** What is done with the bytes at their end of the way. */
    @FunctionalInterface
    private interface Delivery {
        void deliver(byte[] bytes) throws IOException;
    }

    ProxiedConnection(TcpProxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        way(client, this::request);
        way(server, this::answer);
    }

    void cut() {
        close(client);
        close(server);
        proxy.forget(this);
    }

    private void way(Socket from, Delivery to) {
        BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(from, packets));
        Thread.ofVirtual().start(() -> deliver(packets, to));
    }

    private void read(Socket from, BlockingQueue<Packet> packets) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                packets.add(new Packet(
                        Arrays.copyOf(buffer, n),
                        System.nanoTime() + proxy.delay().toNanos()));
            }
        } catch (IOException e) {
            // Cut: the end of what there is to deliver.
        }
        packets.add(new Packet(new byte[0], System.nanoTime()));
    }

    private void deliver(BlockingQueue<Packet> packets, Delivery to) {
        try {
            for (Packet packet = packets.take(); packet.bytes.length > 0; packet = packets.take()) {
                for (long left = packet.due - System.nanoTime(); left > 0; left = packet.due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                to.deliver(packet.bytes);
            }
        } catch (IOException e) {
            // Cut: nobody is there to be delivered to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!holdsRequest()) {
            cut();
        }
    }

    private boolean holdsRequest() {
        Trap trap = sprung;
        return trap != null && trap.kind() == Trap.Kind.HOLD_REQUEST;
    }

    private void request(byte[] bytes) throws IOException {
        Trap trap = proxy.trap();
        boolean springs = trap != null && trap.springs(before, bytes);
        before = bytes;
        if (trap == null || !springs) {
            send(bytes, server);
            return;
        }
        sprung = trap;
        switch (trap.kind()) {
            case CUT_BEFORE_REQUEST -> cut();
            case CUT_AFTER_REQUEST -> {
                send(bytes, server);
                cut();
            }
            case CUT_AT_ANSWER, DOWN_AT_ANSWER -> send(bytes, server);
            case HOLD_REQUEST -> {
                trap.hold(() -> sendUnlessCut(bytes));
                close(client);
            }
            case HANG ->
                trap.hold(() -> {
                    cut();
                    trap.answered();
                });
        }
    }

    private void answer(byte[] bytes) throws IOException {
        Trap trap = sprung;
        if (trap == null) {
            send(bytes, client);
            return;
        }
        trap.answered();
        if (trap.kind() == Trap.Kind.DOWN_AT_ANSWER) {
            proxy.goDown();
        }
        cut();
    }

    private void sendUnlessCut(byte[] bytes) {
        try {
            send(bytes, server);
        } catch (IOException e) {
            throw new AssertionError("The held request could not be delivered", e);
        }
    }

    private static void send(byte[] bytes, Socket to) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
    }
}
