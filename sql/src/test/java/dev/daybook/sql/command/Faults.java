package dev.daybook.sql.command;

import dev.daybook.sql.TcpProxy;
import dev.daybook.sql.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What befalls a database and the ways to it. */
final class Faults {

    private static final int LONGEST_NANOS = 700_000_000;

    private final TcpProxy proxy;
    private final TestDatabase direct;
    private final String applicationName;
    private final Random random;

    /** @param direct past the proxy */
    Faults(TcpProxy proxy, TestDatabase direct, String applicationName, Random random) {
        this.proxy = proxy;
        this.direct = direct;
        this.applicationName = applicationName;
        this.random = random;
    }

    /** One of them, over when this returns. */
    void strike() throws SQLException {
        switch (random.nextInt(3)) {
            case 0 -> away();
            case 1 -> slow();
            default -> endSessions();
        }
    }

    private void away() {
        proxy.goDown();
        last();
        proxy.comeBack();
    }

    /** Nobody can write while another holds what all need. */
    private void slow() throws SQLException {
        try (Connection connection = direct.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT position FROM " + direct.qualifier() + "head FOR UPDATE");
            last();
            connection.rollback();
        }
    }

    private void endSessions() throws SQLException {
        direct.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
                + applicationName + "' AND pid <> pg_backend_pid()");
    }

    private void last() {
        LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
    }
}
