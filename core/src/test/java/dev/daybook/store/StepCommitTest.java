package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StepCommitTest {

    private static final Progress STEP = new Progress(new Claim("a", 0, 1), Position.of(1), Position.of(2));

    private static DocumentChanges put(int generation, String data) {
        Document document = new Document("key", Position.of(1), Position.of(1), data);
        return new DocumentChanges("orders", generation, List.of(document), Set.of());
    }

    @Test
    void a_progress_alone_is_a_commit() {
        Commit commit = Commit.step(STEP);
        assertThat(commit.progress()).contains(STEP);
        assertThat(commit.onlyAppends()).isFalse();
        assertThat(commit.eventCount()).isZero();
    }

    @Test
    void documents_need_a_progress() {
        List<DocumentChanges> documents = List.of(put(1, "{}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commit(List.of(), List.of(), List.of(), List.of(), Optional.empty(), documents))
                .withMessage(
                        "A commit changes documents of collection orders without a progress: say whose step it is");
    }

    @Test
    void a_generation_is_changed_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commit.step(STEP, put(1, "{}"), put(1, "{}")))
                .withMessageContaining("generation 1 of collection orders twice");
        assertThat(Commit.step(STEP, put(1, "{}"), put(2, "{}")).documents()).hasSize(2);
    }

    @Test
    void half_a_surrogate_pair_in_a_document_is_refused() {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> StoreLimits.defaults().check(Commit.step(STEP, put(1, "{\"a\": \"\uD83D\"}"))))
                .withMessageContaining("Document 'key' of collection orders");
    }
}
