package dev.daybook.sql.command;

import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link NotingProcess} and its ledger. */
final class NotingNode implements AutoCloseable {

    private final Child child;
    private final Path ledger;
    private final InputStream lines;
    private String rest = "";
    private long told;

    private NotingNode(Child child, Path ledger) throws IOException {
        this.child = child;
        this.ledger = ledger;
        this.lines = Files.newInputStream(ledger);
    }

    /** Starts one, whose name is unique in the test and that of its ledger. */
    static NotingNode start(TestDatabase database, Path directory, String name, long seed) throws IOException {
        Path ledger = Files.createFile(directory.resolve(name));
        List<String> arguments = new ArrayList<>(List.of(ledger.toString(), name, "" + seed));
        arguments.addAll(database.toArguments());
        return new NotingNode(Child.start(NotingProcess.class, arguments.toArray(String[]::new)), ledger);
    }

    Child child() {
        return child;
    }

    Path ledger() {
        return ledger;
    }

    /** Waits until its senders were told of so many more commands. */
    void awaitTold(int count) throws Exception {
        readOn();
        long target = told + count;
        TestRun.await(count + " more commands", () -> {
            child.requireAlive();
            readOn();
            return told >= target;
        });
    }

    private void readOn() throws IOException {
        String text = rest + new String(lines.readAllBytes(), StandardCharsets.UTF_8);
        List<Ledger.Line> whole = Ledger.parse(text);
        told += whole.stream().filter(line -> line.mark() != Ledger.Mark.TRIED).count();
        rest = text.substring(text.lastIndexOf('\n') + 1);
    }

    @Override
    public void close() throws IOException {
        child.close();
        lines.close();
    }
}
