package dev.daybook.examples.orders.web;

import dev.daybook.command.BusClosedException;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.LaneFullException;
import dev.daybook.examples.orders.domain.InvalidFieldsException;
import dev.daybook.store.StoreUnavailableException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Answers every failure with problem details that carry the correlation id and nothing of the program's inside. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> invalid(InvalidFieldsException e, WebRequest request) {
        return answer(Problems.invalid(e.errors()), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unavailable(StoreUnavailableException e, WebRequest request) {
        LOG.warn("The store is unavailable: {}", e.getMessage());
        String detail = switch (e.outcome()) {
            case NOT_STORED -> "The store does not answer and nothing was changed: try again";
            case UNKNOWN ->
                "The store does not answer and the change may have been made or not: try again with the same Idempotency-Key,"
                        + " or look at the order first";
        };
        return answer(Problems.unavailable("store-unavailable", detail), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> laneFull(LaneFullException e, WebRequest request) {
        return answer(
                Problems.unavailable(
                        "lane-full",
                        "As many commands wait as may, and nothing of this one was kept: try again later",
                        e.retryAfter()),
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> stopping(BusClosedException e, WebRequest request) {
        return answer(
                Problems.unavailable("stopping", "The shop is closing and nothing was changed: try again"), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> keyReused(CommandIdReusedException e, WebRequest request) {
        return answer(
                Problems.coded(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "This Idempotency-Key came with another request before, and nothing was changed: use a new key for a"
                                + " new request"),
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unreadableQuery(InvalidParameterException e, WebRequest request) {
        return answer(Problems.of(HttpStatus.BAD_REQUEST, "The query of the URL is not well encoded"), request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        LOG.error("A request failed", e);
        return answer(
                Problems.of(HttpStatus.INTERNAL_SERVER_ERROR, "This is a fault of the shop, its log tells more"),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                e.getCause() instanceof JacksonException cause
                        ? UnreadableJson.problem(cause)
                        : Problems.of(HttpStatus.BAD_REQUEST, "The body is missing, expected a JSON object"),
                request);
    }

    private @Nullable ResponseEntity<Object> answer(ErrorResponseException problem, WebRequest request) {
        return handleExceptionInternal(
                problem, problem.getBody(), problem.getHeaders(), problem.getStatusCode(), request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail problem) {
            problem.setProperty(
                    CorrelationFilter.CORRELATION_ID,
                    request.getAttribute(CorrelationFilter.CORRELATION_ID, RequestAttributes.SCOPE_REQUEST));
        }
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
