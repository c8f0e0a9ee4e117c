package dev.daybook.examples.orders.web;

import dev.daybook.examples.orders.domain.FieldError;
import dev.daybook.examples.orders.domain.InvalidFieldsException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Gives every request a correlation id, the client's or a new one, which its response, events and log lines carry. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class CorrelationFilter extends OncePerRequestFilter {

    /** Request attribute that holds the id, and its name in log lines. */
    public static final String CORRELATION_ID = "correlationId";

    /** What {@link #isAcceptable} asks for. */
    public static final String FORM = "must be 1 to 128 printable ASCII characters";

    private static final String HEADER = "X-Correlation-ID";
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,128}");

    private final HandlerExceptionResolver handlerExceptionResolver;

    CorrelationFilter(HandlerExceptionResolver handlerExceptionResolver) {
        this.handlerExceptionResolver = handlerExceptionResolver;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        MDC.put(CORRELATION_ID, identify(request, response));
        try {
            if (given(request).map(CorrelationFilter::isAcceptable).orElse(true)) {
                chain.doFilter(request, response);
            } else {
                FieldError error = new FieldError(HEADER, FORM);
                handlerExceptionResolver.resolveException(
                        request, response, null, new InvalidFieldsException(List.of(error)));
            }
        } finally {
            MDC.remove(CORRELATION_ID);
        }
    }

    /** Decides on the id once, and notes it in the request and the response. */
    static String identify(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(CORRELATION_ID) instanceof String known) {
            return known;
        }
        String id = given(request)
                .filter(CorrelationFilter::isAcceptable)
                .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(CORRELATION_ID, id);
        response.setHeader(HEADER, id);
        return id;
    }

    private static Optional<String> given(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HEADER));
    }

    /** Whether a text can be a correlation id. */
    public static boolean isAcceptable(String id) {
        return PRINTABLE.matcher(id).matches();
    }
}
