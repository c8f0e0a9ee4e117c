package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Commands and outcomes are kept character for character, in any script. */
abstract class CommandTextContract extends CommandFixture {

    private static final Metadata METADATA = Metadata.of(
            "request " + SampleEvents.ANY_SCRIPT,
            "cause " + SampleEvents.ANY_SCRIPT,
            Map.of("user", SampleEvents.ANY_SCRIPT, SampleEvents.ANY_SCRIPT, "", "empty", "", "lines", "a\nb\tc"));

    CommandTextContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_command_is_read_back_exactly_as_it_was_enqueued() {
        String payload = "{ \"b\" : 1.50,\t\"a\":\"" + jsonText() + "\", \"b\":\"\\u0000\" }\n";
        SerializedCommand command = new SerializedCommand(header(samples.id()), payload);
        store().commit(Commit.enqueue(to(QUEUE, command)));
        assertThat(pendingCommands(QUEUE)).containsExactly(command);
    }

    @Test
    void every_kind_of_json_value_can_be_a_payload() {
        List<String> payloads = List.of("null", "true", "12.50", "\"text\"", "[]", "{}", " { } ", "[1,\n2]", "1e400");
        for (String payload : payloads) {
            store().commit(Commit.enqueue(to(QUEUE, command(ORDER, payload))));
        }
        assertThat(pendingCommands(QUEUE))
                .extracting(SerializedCommand::payload)
                .isEqualTo(payloads);
    }

    @Test
    void an_outcome_keeps_the_header_of_its_command_and_the_words_of_its_verdict() {
        List<Verdict> verdicts = List.of(
                new Verdict.Refused("code " + SampleEvents.ANY_SCRIPT, "reason\n" + SampleEvents.ANY_SCRIPT),
                new Verdict.Refused("", ""),
                new Verdict.Discarded("by " + SampleEvents.ANY_SCRIPT, "why\t" + SampleEvents.ANY_SCRIPT));
        for (Verdict verdict : verdicts) {
            SerializedCommand command = new SerializedCommand(header(samples.id()), "{}");
            store().commit(outcomes(outcome(command, new Finding.Known(verdict))));
            assertThat(verdict(id(command))).isEqualTo(verdict);
            assertThat(recorded(id(command)).command()).isEqualTo(command.header());
        }
    }

    @Test
    void ids_may_have_any_value() {
        List<SerializedCommand> commands = List.of(
                command(new UUID(-1, -1), ORDER, "{}", Metadata.none()),
                command(new UUID(0, 0), ORDER, "{}", Metadata.none()),
                command(UUID.randomUUID(), ORDER, "{}", Metadata.none()));
        for (SerializedCommand command : commands) {
            store().commit(Commit.enqueue(to(QUEUE, command)));
        }
        assertThat(pendingCommands(QUEUE)).isEqualTo(commands);
        commands.forEach(command -> store().commit(outcomes(refusal(command))));
        assertThat(commands().outcomes(commands.stream().map(CommandFixture::id).toList()))
                .hasSize(3);
        assertThat(pending(QUEUE)).isEmpty();
    }

    @Test
    void the_names_of_queues_are_compared_exactly() {
        List<String> names = List.of(
                "orders",
                "Orders",
                "orders ",
                " orders",
                "örders",
                "o\u0308rders",
                SampleEvents.ANY_SCRIPT,
                SampleEvents.manyHanCharacters(CommandStore.MAX_QUEUE_NAME_LENGTH));
        for (String name : names) {
            store().commit(Commit.enqueue(to(name, 1, command(ORDER, "\"" + names.indexOf(name) + "\""))));
        }
        for (String name : names) {
            assertThat(pendingCommands(name))
                    .extracting(SerializedCommand::payload)
                    .containsExactly("\"" + names.indexOf(name) + "\"");
        }
        assertThat(commands().queues("")).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void half_a_surrogate_pair_is_refused_wherever_it_stands() {
        String half = "\uD83D";
        Metadata metadata = Metadata.of(null, null, Map.of("user", half));
        SerializedCommand inMetadata = command(samples.id(), ORDER, "{}", metadata);
        List<Commit> commits = List.of(
                Commit.enqueue(to(QUEUE, command(ORDER, "\"" + half + "\""))),
                Commit.enqueue(to(QUEUE, inMetadata)),
                outcomes(refusal(inMetadata)),
                refusedWith(half, "reason"),
                refusedWith("code", half),
                refusedWith("code", "nul \0"));
        for (Commit commit : commits) {
            assertThatThrownBy(() -> store().commit(List.of(commit))).isInstanceOf(InvalidEventException.class);
        }
        SerializedCommand fine = command(ORDER);
        assertThat(store().commit(Commit.enqueue(to(QUEUE, fine)))).isInstanceOf(CommitResult.Committed.class);
        assertThat(pendingCommands(QUEUE)).containsExactly(fine);
    }

    private Commit refusedWith(String code, String reason) {
        return outcomes(outcome(command(ORDER), new Finding.Known(new Verdict.Refused(code, reason))));
    }

    private static CommandHeader header(UUID id) {
        String type = "type " + SampleEvents.ANY_SCRIPT;
        PayloadHash hash = PayloadHash.of(type, SampleEvents.ANY_SCRIPT);
        return new CommandHeader(id, hash, type, StreamId.of("order", SampleEvents.ANY_SCRIPT), METADATA);
    }

    private static String jsonText() {
        return SampleEvents.ANY_SCRIPT.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
