package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.daybook.command.CommandBus;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.PostgresServer;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TcpProxy;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Random commands on lanes in memory and durable ones, while the database goes away and deciders throw. */
final class RandomFaultsTest {

    private static final int STRIKES = TestRun.rounds(6, 100);
    private static final int MOST_BETWEEN = 200;

    private final PostgresServer server = PostgresServer.newest();
    private final String schema = PostgresServer.freshSchema();

    private final Logger logger = (Logger) LoggerFactory.getLogger(CommandBus.class.getPackageName());
    private final @Nullable Level level = logger.getLevel();

    /** Every throwing decider and every failure of the database is told of, which is what this test is about. */
    @BeforeEach
    void beQuiet() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        logger.setLevel(level);
    }

    @Test
    void whatever_fails_each_answer_is_true_and_the_only_one() throws Exception {
        Random random = TestRun.random("Random faults");
        TestDatabase direct = new TestDatabase.PostgresDatabase(server.jdbcUrl("direct"), schema);
        TillModel model = new TillModel();
        try (TcpProxy proxy = TcpProxy.before(server.port(), Duration.ofNanos(random.nextInt(2_000_000)));
                SqlEventStore oneStore = through(proxy).open();
                SqlEventStore twoStore = through(proxy).open();
                BoundedContext one = TillUsers.context(oneStore);
                BoundedContext two = TillUsers.context(twoStore);
                TillUsers users = TillUsers.start(List.of(one, two), model, random)) {
            Faults faults = new Faults(proxy, direct, schema, random);
            for (int strike = 0; strike < STRIKES; strike++) {
                users.awaitAnswered(1 + random.nextInt(MOST_BETWEEN));
                faults.strike();
            }
            users.awaitAnswered(MOST_BETWEEN);
            users.settle();
            CommandCrashTest.awaitEmpty(direct);
            assertThat(direct.rows("SELECT id FROM ${schema}command")).isEmpty();
            assertThat(direct.rows("SELECT id FROM ${schema}parked")).isEmpty();
            model.assertHolds(direct);
            System.out.println(STRIKES + " faults, " + model.answered() + " commands answered, " + users.said());
        }
    }

    private TestDatabase through(TcpProxy proxy) {
        return new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(proxy.port(), schema), schema);
    }
}
