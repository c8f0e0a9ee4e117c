package dev.daybook.context;

import dev.daybook.store.CommandStore;
import dev.daybook.store.EventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Stores that let a test look at, hold up or fail what is asked of their queues. */
final class CommandCalls {

    private CommandCalls() {}

    /** What is done around a call; the method is one of {@link CommandStore}. */
    @FunctionalInterface
    interface Around {
        @Nullable
        Object call(String method, Call call) throws Throwable;
    }

    /** The call itself. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object make() throws Throwable;
    }

    /** A store of which each call of its commands goes through this. */
    static EventStore of(EventStore store, Around around) {
        return new ForwardingStore(store) {
            @Override
            public CommandStore commands() {
                return tapped(super.commands(), around);
            }
        };
    }

    private static CommandStore tapped(CommandStore commands, Around around) {
        return (CommandStore) Proxy.newProxyInstance(
                CommandStore.class.getClassLoader(),
                new Class<?>[] {CommandStore.class},
                (proxy, method, arguments) -> around.call(method.getName(), () -> {
                    try {
                        return method.invoke(commands, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
