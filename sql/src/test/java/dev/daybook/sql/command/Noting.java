package dev.daybook.sql.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import java.util.ArrayList;
import java.util.List;

/** Notebooks that keep numbered notes: what a note leads to follows from its number alone. */
final class Noting {

    static final String REFUSAL = "seventh";

    private static final int REFUSED = 7;
    private static final int DOUBLED = 5;

    private static final EventCodec CODEC = JsonCodec.standard();

    private Noting() {}

    /** An event from its data, as they are stored. */
    static NoteEvent.Noted read(String data) {
        return CODEC.read(data, NoteEvent.Noted.class);
    }

    sealed interface NoteCommand {
        String notebook();

        /**
         * Asks for a note.
         *
         * @param number among the notes of its sender, from 1
         */
        record Note(String notebook, String sender, int number) implements NoteCommand {

            String key() {
                return sender + '/' + number;
            }

            /** How many events it makes; none, if it is refused. */
            int effects() {
                return number % REFUSED == 0 ? 0 : number % DOUBLED == 0 ? 2 : 1;
            }
        }
    }

    sealed interface NoteEvent {

        /**
         * A note was made.
         *
         * @param place in its notebook, from 1, as the decider counted
         */
        record Noted(String sender, int number, long place) implements NoteEvent {}
    }

    static Aggregate<NoteCommand, Long, NoteEvent> aggregate() {
        return Aggregate.named("notebook")
                .commands(NoteCommand.class, NoteCommand::notebook)
                .events(NoteEvent.class)
                .decider(new NoteDecider());
    }

    /** The state is how many notes there are. */
    private static final class NoteDecider implements Decider<NoteCommand, Long, NoteEvent> {

        @Override
        public Long initial() {
            return 0L;
        }

        @Override
        public Decision<NoteEvent> decide(NoteCommand command, Long notes) {
            return switch (command) {
                case NoteCommand.Note note when note.effects() == 0 -> Decision.refuse(REFUSAL, "No seventh notes");
                case NoteCommand.Note note -> {
                    List<NoteEvent> made = new ArrayList<>();
                    for (int i = 1; i <= note.effects(); i++) {
                        made.add(new NoteEvent.Noted(note.sender(), note.number(), notes + i));
                    }
                    yield Decision.accept(made);
                }
            };
        }

        @Override
        public Long evolve(Long notes, NoteEvent event) {
            return notes + 1;
        }
    }
}
