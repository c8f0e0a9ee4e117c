package dev.daybook.examples.orders;

import dev.daybook.examples.orders.readmodel.OrderDetail;
import dev.daybook.examples.orders.readmodel.OrderSummary;
import dev.daybook.projection.Documents;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shop on a free port, and a client of it. */
final class RunningShop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConfigurableApplicationContext context;
    private final URI root;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningShop(ConfigurableApplicationContext context) {
        this.context = context;
        this.root = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    static RunningShop open(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("server.port=0");
        return new RunningShop(OrdersApplication.start(all));
    }

    /** What came back. The body is a missing node if there was none. */
    record Answer(int status, HttpHeaders headers, JsonNode body) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    Answer post(String path, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.noBody()));
    }

    /** Asks to place an order with this JSON body. */
    Answer place(String json, String... headers) {
        return send(request("/api/orders/sync", headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            JsonNode body = JsonMapper.shared().readTree(response.body());
            return new Answer(response.statusCode(), response.headers(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    EventStore store() {
        return context.getBean(EventStore.class);
    }

    /** Waits until both read models show all that has happened. */
    void awaitReadModels() {
        Position head = store().head();
        for (Class<?> document : List.of(OrderSummary.class, OrderDetail.class)) {
            var documents = (Documents<?>)
                    context.getBeanProvider(ResolvableType.forClassWithGenerics(Documents.class, document))
                            .getObject();
            try {
                if (!documents.awaitPosition(head, PATIENCE)) {
                    throw new AssertionError(document.getSimpleName() + " did not reach " + head);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        context.close();
        client.close();
    }
}
