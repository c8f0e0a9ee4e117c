package dev.daybook.examples.orders.ordering;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.context.BoundedContext;
import dev.daybook.examples.orders.domain.OrderCommand;
import dev.daybook.examples.orders.domain.OrderDecider;
import dev.daybook.examples.orders.domain.OrderEvent;
import dev.daybook.examples.orders.domain.OrderState;
import dev.daybook.examples.orders.reaction.MailServer;
import dev.daybook.examples.orders.reaction.PaymentDeadline;
import dev.daybook.examples.orders.reaction.ShippingNotice;
import dev.daybook.examples.orders.readmodel.OrderDetail;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.projection.Documents;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.store.EventStore;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The whole use of Daybook in a Spring application. When it is told to stop, Spring lets the web server finish the requests that
 * it has, then stops the context, then closes the store.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OrdersProperties.class)
public class OrderingConfiguration {

    public static final Aggregate<OrderCommand, OrderState, OrderEvent> ORDER = Aggregate.named("order")
            .commands(OrderCommand.class, OrderCommand::orderId)
            .events(OrderEvent.class)
            .decider(new OrderDecider());

    @Bean
    EventStore store(OrdersProperties properties) {
        return properties
                .store()
                .map(SqlEventStore::postgres)
                .orElseGet(() -> SqlEventStore.sqlite(properties.sqliteFile()));
    }

    // Stopped below, within its time.
    @Bean(destroyMethod = "")
    BoundedContext ordering(EventStore store, MailServer mails, OrdersProperties properties) {
        return BoundedContext.named("ordering")
                .store(store)
                .aggregate(ORDER)
                .projection(OrderSummary.PROJECTION)
                .projection(OrderDetail.PROJECTION)
                .processManager(PaymentDeadline.within(properties.paymentLimit()))
                .policy(ShippingNotice.by(mails))
                .commandBus(bus -> CommandLanes.configure(bus, properties))
                .start();
    }

    @Bean
    DisposableBean stopOrdering(BoundedContext ordering, OrdersProperties properties) {
        return () -> ordering.stop(properties.stopWithin());
    }

    // The context closes what it runs, so Spring is not to.
    @Bean(destroyMethod = "")
    Documents<OrderSummary> orderList(BoundedContext ordering) {
        return ordering.documents(OrderSummary.PROJECTION);
    }

    @Bean(destroyMethod = "")
    Documents<OrderDetail> orderDetails(BoundedContext ordering) {
        return ordering.documents(OrderDetail.PROJECTION);
    }
}
