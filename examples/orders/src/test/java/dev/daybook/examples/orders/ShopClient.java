package dev.daybook.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests to a shop. */
class ShopClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI root;
    private final HttpClient client = HttpClient.newHttpClient();

    ShopClient(URI root) {
        this.root = root;
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

    /** Asks to place an order with this JSON body, and for an answer when that is done. */
    Answer place(String json, String... headers) {
        return post("/api/orders/sync", json, headers);
    }

    /** Asks to place an order with this JSON body, and for an answer at once. */
    Answer enqueue(String json, String... headers) {
        return post("/api/orders", json, headers);
    }

    private Answer post(String path, String json, String... headers) {
        return send(request(path, headers)
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

    @Override
    public void close() {
        client.close();
    }
}
