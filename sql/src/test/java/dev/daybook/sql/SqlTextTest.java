package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTextTest {

    private static String read(String statement) {
        return SqlText.read(statement, placeholder -> '<' + placeholder + '>');
    }

    @Test
    void placeholders_are_replaced_outside_of_texts_and_quoted_names() {
        assertThat(read("SELECT '{a}', \"{b}\", {c$d} FROM {e}")).isEqualTo("SELECT '{a}', \"{b}\", <c$d> FROM <e>");
        assertThat(read("SELECT 'it''s {a}' || {b}")).isEqualTo("SELECT 'it''s {a}' || <b>");
        assertThat(read("SELECT E'a\\'{b}' || {c}")).isEqualTo("SELECT E'a\\'{b}' || <c>");
        assertThat(read("SELECT $$ {a}; $$ || $tag$ {b} $tag$ || $1 || {c}"))
                .isEqualTo("SELECT $$ {a}; $$ || $tag$ {b} $tag$ || $1 || <c>");
    }

    @Test
    void comments_are_left_out() {
        assertThat(read("SELECT 1 -- it's {a};\n + 2 /* ' ; {b} */ + {c}")).isEqualTo("SELECT 1  \n + 2   + <c>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COMMIT",
                " commit ;",
                "/* a */ Rollback",
                "-- a\nBEGIN",
                "START TRANSACTION",
                "SAVEPOINT a",
                "RELEASE a",
                "END",
                "ABORT",
                "PREPARE TRANSACTION 'a'"
            })
    void statements_that_begin_or_end_transactions_are_refused(String statement) {
        assertThatThrownBy(() -> read(statement))
                .isInstanceOf(SqlStatementException.class)
                .hasMessageContaining("must not begin or end a transaction");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; COMMIT", "SELECT ';'; SELECT 2", ";COMMIT", "SELECT E'\\''; COMMIT --'"})
    void several_statements_are_refused(String statement) {
        assertThatThrownBy(() -> read(statement))
                .isInstanceOf(SqlStatementException.class)
                .hasMessageContaining("more than one statement");
    }

    @Test
    void a_semicolon_at_the_end_is_no_second_statement() {
        assertThat(read("SELECT ';' ; ")).isEqualTo("SELECT ';' ; ");
    }

    @Test
    void what_has_no_end_is_refused() {
        assertThatThrownBy(() -> read("SELECT 'a")).hasMessageContaining("no end");
        assertThatThrownBy(() -> read("SELECT {a")).hasMessageContaining("no end");
    }
}
