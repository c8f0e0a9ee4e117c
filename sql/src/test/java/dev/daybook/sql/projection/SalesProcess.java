package dev.daybook.sql.projection;

import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Projection;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.sql.projection.Spending.Spent;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A process that sells, and sums up what was sold in one read model with each append and in another that follows, until it is killed. */
final class SalesProcess {

    static final List<String> CUSTOMERS = List.of("ann", "ben", "cat", "dan", "eve");

    /** So that the process after one that was killed need not wait long; nothing depends on who holds what. */
    static final Duration LEASE_TIME = Duration.ofSeconds(1);

    private static final int SELLERS = 2;

    private SalesProcess() {}

    static List<DocumentProjection<Spent, Sale>> projections() {
        return List.of(Spending.spent(1), Spending.followed());
    }

    static Sales start(SqlEventStore store, List<DocumentProjection<Spent, Sale>> projections) {
        return new Sales(store, LEASE_TIME, projections.toArray(Projection[]::new));
    }

    /**
     * Sells until its input ends or holds anything.
     *
     * @param arguments seed, and where the store is
     */
    public static void main(String... arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[0]));
        TestDatabase database = TestDatabase.of(List.of(arguments).subList(1, arguments.length));
        try (SqlEventStore store = database.open();
                Sales sales = start(store, projections())) {
            for (int i = 0; i < SELLERS; i++) {
                String shop = "shop" + i;
                long seed = random.nextLong();
                Thread.ofPlatform().daemon().start(() -> sell(sales, shop, new Random(seed)));
            }
            int unused = System.in.read();
        }
    }

    private static void sell(Sales sales, String shop, Random random) {
        while (true) {
            String customer = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
            sales.happened(shop, Spending.sold(customer, random.nextInt(100)));
        }
    }
}
