package dev.daybook.command;

import dev.daybook.store.PayloadHash;
import java.util.regex.Pattern;

/**
 * The names of the queues of one context, so that several contexts can have lanes of one name in one store. Begin with the
 * context's name or, where that is long or holds unusual characters, with a hash of it. Immutable.
 */
final class QueueNames {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,39}");
    private static final String OVERFLOW = "/overflow/";

    private final String context;
    private final String prefix;

    QueueNames(String context) {
        this.context = context;
        String name = PLAIN.matcher(context).matches()
                ? context
                : '~' + PayloadHash.of("context", context).hex();
        this.prefix = name + '/';
    }

    String context() {
        return context;
    }

    /** What the names of all queues of the context begin with. */
    String prefix() {
        return prefix;
    }

    /** Of a durable lane. */
    String ofLane(String lane) {
        return prefix + lane;
    }

    /** What the names of the queues begin with into which a lane overflows; the node's id follows. */
    String overflowOf(String lane) {
        return prefix + lane + OVERFLOW;
    }

    /** The lane that a queue of this context is for. */
    String laneOf(String queue) {
        String rest = queue.substring(prefix.length());
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }

    boolean isOverflow(String queue) {
        return queue.startsWith(overflowOf(laneOf(queue)));
    }
}
