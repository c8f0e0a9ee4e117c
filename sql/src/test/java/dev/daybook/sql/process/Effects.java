package dev.daybook.sql.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** What a policy did, in a file that no store knows of: a line is on disk before the policy goes on. Safe for many threads. */
final class Effects implements AutoCloseable {

    private final FileChannel file;

    private Effects(FileChannel file) {
        this.file = file;
    }

    /** One effect: of which parcel, under which key. */
    record Effect(String parcel, UUID key) {}

    static Effects open(Path path) throws IOException {
        return new Effects(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    void add(String parcel, UUID key) throws IOException {
        file.write(ByteBuffer.wrap((parcel + ' ' + key + '\n').getBytes(StandardCharsets.UTF_8)));
        file.force(false);
    }

    /** All whole lines; where a process was killed in the middle of one, the rest of it. */
    static List<Effect> read(Path path) throws IOException {
        String text = Files.exists(path) ? Files.readString(path) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split(" "))
                .map(words -> new Effect(words[0], UUID.fromString(words[1])))
                .toList();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
