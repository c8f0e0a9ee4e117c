package dev.daybook.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file with parts between markers, which are replaced one by one; all else in it is left as it is. */
public final class ReportFile {

    private final Path file;

    public ReportFile(Path file) {
        this.file = file;
    }

    /**
     * Replaces one part.
     *
     * @throws IllegalStateException if the file has no such part
     */
    public void replace(String part, String content) throws IOException {
        String begin = "<!-- begin " + part + " -->";
        String end = "<!-- end " + part + " -->";
        String text = Files.readString(file);
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("Expected lines '" + begin + "' and '" + end + "' in " + file
                    + ", found none: put them where the results belong");
        }
        String before = text.substring(0, from + begin.length());
        Files.writeString(file, before + "\n" + content.strip() + "\n" + text.substring(to));
    }
}
