package dev.daybook.projection;

import dev.daybook.store.DocumentQuery;
import dev.daybook.store.FieldKind;
import dev.daybook.store.FieldValue;
import dev.daybook.store.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The place where a page ends, as a text that clients hand back. It ends in a check sum over itself and the query's collection,
 * conditions and order: so that no other query, and no text that was cut off, goes on at a wrong place unnoticed. No secret.
 */
final class CursorText {

    private static final int CHECK = Integer.BYTES;

    private CursorText() {}

    static String write(DocumentQuery.Cursor cursor, DocumentQuery query) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeLong(cursor.created().value());
            writeText(out, cursor.key());
            if (cursor.value().isPresent()) {
                FieldValue value = cursor.value().get();
                writeText(out, value.kind().name());
                writeText(out, value.toString());
            }
            out.writeInt(check(bytes.toByteArray(), bytes.size(), query));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
    }

    static DocumentQuery.Cursor read(String text, DocumentQuery query) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            Position created = Position.of(in.readLong());
            String key = readText(in);
            Optional<FieldValue> value = in.available() > CHECK
                    ? Optional.of(FieldValue.read(FieldKind.valueOf(readText(in)), readText(in)))
                    : Optional.empty();
            if (in.readInt() != check(bytes, bytes.length - CHECK, query) || in.available() > 0) {
                throw new InvalidCursorException(text);
            }
            return new DocumentQuery.Cursor(value, created, key);
        } catch (InvalidCursorException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            InvalidCursorException invalid = new InvalidCursorException(text);
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A text of " + length + " bytes is not there");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static int check(byte[] bytes, int length, DocumentQuery query) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        crc.update((query.collection() + query.where() + query.order()).getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
