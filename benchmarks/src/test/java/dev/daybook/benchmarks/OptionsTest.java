package dev.daybook.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void without_options_the_usual_sections_run_in_full() {
        Options options = Options.parse();

        assertThat(options.sections())
                .containsExactly(
                        Section.APPEND,
                        Section.READ,
                        Section.BULK,
                        Section.SQLITE,
                        Section.COMMANDS,
                        Section.STATES,
                        Section.PROJECTIONS);
        assertThat(Scale.of(options)).isEqualTo(Scale.FULL);
    }

    @Test
    void sections_rounds_and_quickness_can_be_chosen() {
        Options options = Options.parse("--quick", "--rounds", "7", "--only", "read,sqlite");

        assertThat(options.sections()).containsExactly(Section.READ, Section.SQLITE);
        assertThat(Scale.of(options).timing()).isEqualTo(Scale.QUICK.timing().withRounds(7));
    }

    @Test
    void growth_and_soak_run_instead_of_the_usual_sections() {
        Options options = Options.parse("--growth", "--soak", "30s");

        assertThat(options.sections()).containsExactly(Section.GROWTH, Section.SOAK);
        assertThat(options.soak()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_section_that_is_asked_for_twice_runs_once() {
        assertThat(Options.parse("--only", "soak", "--soak", "10m").sections()).containsExactly(Section.SOAK);
    }

    @Test
    void an_option_that_cannot_be_understood_is_named() {
        assertThatThrownBy(() -> Options.parse("--fast")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> Options.parse("--rounds", "many")).hasMessageContaining("many");
        assertThatThrownBy(() -> Options.parse("--only", "write")).hasMessageContaining("write");
        assertThatThrownBy(() -> Options.parse("--soak", "long")).hasMessageContaining("long");
        assertThatThrownBy(() -> Options.parse("--soak")).hasMessageContaining("--soak");
    }
}
