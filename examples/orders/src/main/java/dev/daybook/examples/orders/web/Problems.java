package dev.daybook.examples.orders.web;

import dev.daybook.examples.orders.domain.FieldError;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Answers other than success, as exceptions that Spring turns into problem details. */
public final class Problems {

    private static final String SECONDS_TO_RETRY = "1";

    private Problems() {}

    public static ErrorResponseException notFound(String detail) {
        return of(HttpStatus.NOT_FOUND, detail);
    }

    /** A business rule forbids it; the code is the rule's. */
    public static ErrorResponseException refused(String code, String reason) {
        ErrorResponseException problem = of(HttpStatus.CONFLICT, reason);
        problem.getBody().setProperty("code", code);
        return problem;
    }

    /** It may work a little later. */
    public static ErrorResponseException unavailable(String code, String detail) {
        ErrorResponseException problem = of(HttpStatus.SERVICE_UNAVAILABLE, detail);
        problem.getBody().setProperty("code", code);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, SECONDS_TO_RETRY);
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
