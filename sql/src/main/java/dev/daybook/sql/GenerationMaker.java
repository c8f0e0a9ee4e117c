package dev.daybook.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes what the generations of one read model consist of, within somebody's transaction. Safe for use by many threads. */
interface GenerationMaker {

    /** Makes what is missing of a generation. */
    void create(Connection connection, int generation) throws SQLException;

    /** Lets readers see a generation instead of any other. */
    void serve(Connection connection, int generation) throws SQLException;

    void drop(Connection connection, int generation) throws SQLException;
}
