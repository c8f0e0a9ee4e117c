package dev.daybook.examples.orders.web;

import dev.daybook.examples.orders.domain.FieldError;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers other than success, as exceptions that Spring turns into problem details. */
public final class Problems {

    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    public static ErrorResponseException notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    /** A business rule forbids it; the code is the rule's. */
    public static ErrorResponseException refused(String code, String reason) {
        return coded(HttpStatus.CONFLICT, code, reason);
    }

    /** It may work a little later. */
    public static ErrorResponseException unavailable(String code, String detail) {
        return unavailable(code, detail, SOON);
    }

    /** It may work after this time, which is told in whole seconds, never fewer. */
    static ErrorResponseException unavailable(String code, String detail, Duration retryAfter) {
        ErrorResponseException problem = coded(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
        long seconds = Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return problem;
    }

    static ErrorResponseException coded(HttpStatus status, String code, String detail) {
        ErrorResponseException problem = of(status, detail);
        problem.getBody().setProperty("code", code);
        return problem;
    }

    static ErrorResponseException invalid(List<FieldError> errors) {
        ErrorResponseException problem = of(HttpStatus.BAD_REQUEST, "Some of the request's fields are not acceptable");
        problem.getBody().setProperty("errors", errors);
        return problem;
    }

    static ErrorResponseException of(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
