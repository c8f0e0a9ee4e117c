package dev.daybook.sql.command;

import dev.daybook.command.Outcome;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file in which a process notes what it is about to send and what it was told, line by line. A line is forced to disk
 * before the process goes on. Safe for use by many threads.
 */
final class Ledger implements AutoCloseable {

    /** What is known of a command. */
    enum Mark {
        /** It is about to be sent. */
        TRIED,
        /** Its sender has a receipt. */
        ACCEPTED,
        /** Its sender has its outcome. */
        ANSWERED
    }

    /** @param answer what {@link #textOf} makes of an outcome; empty if there is none */
    record Line(Mark mark, Note note, String answer) {

        private static final int WORDS = 5;

        String text() {
            return String.join(" ", mark.name(), note.notebook(), note.sender(), "" + note.number(), answer) + '\n';
        }

        static Line parse(String text) {
            String[] words = text.split(" ", WORDS);
            return new Line(Mark.valueOf(words[0]), new Note(words[1], words[2], Integer.parseInt(words[3])), words[4]);
        }
    }

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    static Ledger open(Path path) throws IOException {
        return new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void tried(Note note) {
        write(new Line(Mark.TRIED, note, ""));
    }

    void accepted(Note note) {
        write(new Line(Mark.ACCEPTED, note, ""));
    }

    void answered(Note note, Outcome outcome) {
        write(new Line(Mark.ANSWERED, note, textOf(outcome)));
    }

    static String textOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted.version() + " " + accepted.position();
            case Outcome.Refused refused -> refused.code();
            case Outcome.Failed failed -> throw new AssertionError("Nothing can fail here, but " + failed);
        };
    }

    private void write(Line line) {
        try {
            file.write(ByteBuffer.wrap(line.text().getBytes(StandardCharsets.UTF_8)));
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All whole lines; the last may be cut off where the process was killed. */
    static List<Line> read(Path path) throws IOException {
        return parse(Files.readString(path));
    }

    /** The whole lines of a text. */
    static List<Line> parse(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Line::parse)
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
