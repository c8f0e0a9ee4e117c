package dev.daybook.sql.projection;

import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.DocumentProjectionBuilder;
import dev.daybook.sql.projection.Sales.Sale;
import org.jspecify.annotations.Nullable;

/** What customers have bought, in whatever shops. */
final class Spending {

    static final Sale POISON = sold("poison", 1);

    private Spending() {}

    /** A document. */
    record Spent(String customer, long cents) {}

    /** Done with each event that is folded. */
    @FunctionalInterface
    interface Watch {
        void folding(Sale sale);
    }

    /** With each append; a later revision counts in tenths of cents. */
    static DocumentProjection<Spent, Sale> spent(int revision) {
        return spent(revision, sale -> {});
    }

    static DocumentProjection<Spent, Sale> spent(int revision, Watch watch) {
        return named("spent").revision(revision).inline().fold((current, recorded) -> {
            watch.folding(recorded.event());
            return fold(current, recorded.event(), revision == 1 ? 1 : 10);
        });
    }

    /** The same, following the log. */
    static DocumentProjection<Spent, Sale> followed() {
        return named("spent-followed").fold((current, recorded) -> fold(current, recorded.event(), 1));
    }

    private static DocumentProjectionBuilder<Spent, Sale> named(String name) {
        return DocumentProjection.named(name)
                .documents(Spent.class)
                .of(Sale.class)
                .keyedBy(recorded -> customer(recorded.event()))
                .indexedBy("customer");
    }

    private static String customer(Sale sale) {
        return switch (sale) {
            case Sale.Sold sold -> sold.customer();
            case Sale.Returned returned -> returned.customer();
        };
    }

    private static Spent fold(@Nullable Spent current, Sale sale, int unit) {
        long before = current == null ? 0 : current.cents();
        return switch (sale) {
            case Sale.Sold(String customer, var day, long cents) -> {
                if (customer.equals("poison")) {
                    throw new IllegalStateException("Nobody sells that");
                }
                yield new Spent(customer, before + cents * unit);
            }
            case Sale.Returned(String customer, var day, long cents) -> new Spent(customer, before - cents * unit);
        };
    }

    static Sale sold(String customer, long cents) {
        return new Sale.Sold(customer, Sales.MONDAY, cents);
    }
}
