package dev.daybook.benchmarks.axon;

import java.util.function.Supplier;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/**
 * Transactions without anything but JDBC: a unit of work holds a connection and commits it itself, so that a transaction attached
 * to one has nothing to do, and what is not in one yet is given one.
 */
enum UnitOfWorkTransactions implements TransactionManager {
    INSTANCE;

    @Override
    public Transaction startTransaction() {
        return NoTransactionManager.INSTANCE.startTransaction();
    }

    @Override
    public void executeInTransaction(Runnable task) {
        DefaultUnitOfWork.startAndGet(null).execute(task);
    }

    @Override
    public <T> T fetchInTransaction(Supplier<T> supplier) {
        return DefaultUnitOfWork.startAndGet(null)
                .executeWithResult(supplier::get)
                .getPayload();
    }
}
