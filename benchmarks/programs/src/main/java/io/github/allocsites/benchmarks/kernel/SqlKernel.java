// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A few statements over and over on an H2 database in memory, whose table is as large afterwards as before. */
final class SqlKernel implements Kernel {
    private static final int ROUNDS = 2_000;
    private static final int ROWS = 200;
    private static final int NAMES = 20;

    private final Connection connection = DriverManager.getConnection("jdbc:h2:mem:kernel", "sa", "");
    private final PreparedStatement find;
    private final PreparedStatement change;

    SqlKernel() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table item(id int primary key, name varchar(40), price decimal(10,2))");
            statement.execute("create index by_name on item(name)");
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into item values(?, ?, ?)")) {
            for (int id = 0; id < ROWS; id++) {
                insert.setInt(1, id);
                insert.setString(2, "name" + id % NAMES);
                insert.setBigDecimal(3, BigDecimal.valueOf(id * 100L + 99, 2));
                insert.executeUpdate();
            }
        }
        find = connection.prepareStatement("select id, name, price from item where name = ? order by price desc");
        change = connection.prepareStatement("update item set price = ? where id = ?");
    }

    @Override
    public long once() throws SQLException {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            change.setBigDecimal(1, BigDecimal.valueOf(round + 99L, 2));
            change.setInt(2, round % ROWS);
            sum += change.executeUpdate() + found("name" + round % NAMES) + counted(round);
        }
        return sum;
    }

    private long found(String name) throws SQLException {
        long sum = 0;
        find.setString(1, name);
        try (ResultSet rows = find.executeQuery()) {
            while (rows.next()) {
                sum += rows.getInt(1)
                        + rows.getString(2).length()
                        + rows.getBigDecimal(3).scale();
            }
        }
        return sum;
    }

    /** A new text each time: the parser and the planner run. */
    private long counted(int round) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from item where id < " + round % ROWS)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
