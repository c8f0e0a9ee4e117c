package dev.daybook.benchmarks.axon;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.daybook.benchmarks.command.PlaceOrder;
import dev.daybook.benchmarks.workload.OrderPlaced;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** The aggregate as users of Axon write one: it knows how often it was asked. */
public class AxonOrder {

    @AggregateIdentifier
    @JsonProperty
    private @Nullable String order;

    @JsonProperty
    @SuppressWarnings("UnusedVariable") // the state that is kept and put into snapshots
    private long times;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void place(PlaceOrder command) {
        if (order == null) {
            order = command.order();
        }
        AggregateLifecycle.apply(command.content());
    }

    @EventSourcingHandler
    void placed(OrderPlaced event, EventMessage<OrderPlaced> message) {
        if (message instanceof DomainEventMessage<OrderPlaced> stored) {
            order = stored.getAggregateIdentifier();
        }
        times++;
    }
}
