package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** The file of a store, checked, and how connections to it are set up. */
final class SqliteFile {

    /** SQLite's locks and its shared memory do not work across machines. */
    private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of(
            "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "9p", "ceph", "glusterfs", "fuse.sshfs");

    private static final String WRITE_AHEAD = "wal";

    /**
     * How many pages the write-ahead log holds before they are copied to where they belong: 64 MiB. What is copied is every page
     * that was changed since the last time, once, and with streams at random the same pages are changed again and again.
     */
    private static final int PAGES_BEFORE_CHECKPOINT = 16_384;

    private final Path path;

    private SqliteFile(Path path) {
        this.path = path;
    }

    static SqliteFile at(Path file) {
        Path path = file.toAbsolutePath().normalize();
        Path directory = path.getParent();
        if (directory == null || Files.isDirectory(path)) {
            throw new ConfigurationException("SQLite store " + path + " is a directory, expected the path of a file");
        }
        try {
            Files.createDirectories(directory);
            refuseNetworkFileSystem(path, Files.getFileStore(directory).type());
        } catch (IOException e) {
            throw new ConfigurationException(
                    "The directory of SQLite store " + path + " cannot be made or read: " + e, e);
        }
        boolean writable = Files.isWritable(directory) && (!Files.exists(path) || Files.isWritable(path));
        if (!writable) {
            throw new ConfigurationException("SQLite store " + path
                    + " cannot be written: give this user the right to write the file and its directory");
        }
        return new SqliteFile(path);
    }

    private static void refuseNetworkFileSystem(Path path, String type) {
        if (NETWORK_FILE_SYSTEMS.contains(type.toLowerCase(Locale.ROOT))) {
            throw new ConfigurationException("SQLite store " + path + " lies on a network file system (" + type
                    + "), whose locks SQLite cannot trust: use a local disk, or PostgreSQL");
        }
    }

    DataSource dataSource(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setWalAutocheckpoint(PAGES_BEFORE_CHECKPOINT);
        return dataSource(config, patience);
    }

    /** For migrations: leaves the file's journal mode alone, since the file may turn out to be no store. */
    DataSource migrationDataSource(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setTransactionMode(
                SQLiteConfig.TransactionMode.IMMEDIATE); // waits for others, where deferred would fail
        return dataSource(config, patience);
    }

    /** Makes a checked file a write-ahead one, though others may be about to do the same. */
    void useWriteAheadLog(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!triedWriteAheadLog(patience)) {
            if (System.nanoTime() - deadline > 0) {
                throw new StoreUnavailableException(
                        "SQLite store " + path + " is locked by another process since " + patience
                                + ": try again later",
                        Outcome.NOT_STORED);
            }
        }
    }

    /** False if somebody else used the file at that moment. */
    private boolean triedWriteAheadLog(Duration patience) {
        try (Connection connection = migrationDataSource(patience).getConnection();
                Statement statement = connection.createStatement()) {
            if (!journalMode(statement, "PRAGMA journal_mode").equals(WRITE_AHEAD)) {
                // Waits for whoever uses the file; the pragma itself would not, but fails at once.
                statement.execute("BEGIN EXCLUSIVE");
                statement.execute("COMMIT");
                String mode = journalMode(statement, "PRAGMA journal_mode = WAL");
                if (!mode.equals(WRITE_AHEAD)) {
                    throw new ConfigurationException("SQLite store " + path + " cannot have a write-ahead log, only '"
                            + mode + "': use a local disk");
                }
            }
            return true;
        } catch (SQLException e) {
            if ((e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_BUSY.code) {
                return false;
            }
            throw new ConfigurationException("SQLite store " + path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static String journalMode(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getString(1);
        }
    }

    private DataSource dataSource(SQLiteConfig config, Duration patience) {
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) Math.min(Integer.MAX_VALUE, patience.toMillis()));
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + path);
        return dataSource;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
