package dev.daybook.examples.orders.reaction;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stands for a mail server: it sends nothing, but counts, and as a good one does it passes over a mail that it is given again.
 * It keeps the last {@value #REMEMBERED} mails in memory. Safe for use by many threads.
 */
@Component
public final class MailServer {

    private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);
    private static final int REMEMBERED = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Mail> last = new ArrayDeque<>();
    private long sent;
    private long repeated;

    /**
     * A mail that was sent.
     *
     * @param key that its sender knows it by
     */
    public record Mail(UUID key, String text) {}

    /**
     * What it has done since the shop was opened.
     *
     * @param sent how many mails
     * @param repeated how many it was given again, and did not send again
     * @param last the mails sent last, the newest first
     */
    public record Sent(long sent, long repeated, List<Mail> last) {
        public Sent {
            last = List.copyOf(last);
        }
    }

    /** Sends a mail, unless it has sent one of this key. */
    public void send(UUID key, String text) {
        lock.lock();
        try {
            if (last.stream().anyMatch(mail -> mail.key().equals(key))) {
                repeated++;
                return;
            }
            last.addFirst(new Mail(key, text));
            sent++;
            if (last.size() > REMEMBERED) {
                last.removeLast();
            }
        } finally {
            lock.unlock();
        }
        LOG.info("Mail: {}", text);
    }

    public Sent sent() {
        lock.lock();
        try {
            return new Sent(sent, repeated, List.copyOf(last));
        } finally {
            lock.unlock();
        }
    }
}
