// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A few statements on an H2 database in memory, whose table is as large afterwards as before. */
final class Sql implements Workload {
    private static final int ROWS = 50;

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement find;
    private final PreparedStatement change;
    private final PreparedStatement delete;

    Sql() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:oracle", "sa", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table item(id int primary key, name varchar(40), price decimal(10,2), made date)");
            statement.execute("create index by_name on item(name)");
        }
        insert = connection.prepareStatement("insert into item values(?, ?, ?, date '2024-02-29')");
        find = connection.prepareStatement("select id, name, price, made from item where name = ? order by price desc");
        change = connection.prepareStatement("update item set price = price + 1 where id = ?");
        delete = connection.prepareStatement("delete from item where id = ?");
        for (int row = 0; row < ROWS; row++) {
            insert(row);
        }
    }

    @Override
    public long once(int repetition) throws SQLException {
        connection.setAutoCommit(false);
        insert(ROWS + repetition % 5);
        change.setInt(1, repetition % ROWS);
        long result = change.executeUpdate() + found("name" + repetition % 10) + grouped(repetition);
        delete.setInt(1, ROWS + repetition % 5);
        result += delete.executeUpdate();
        connection.commit();
        return result;
    }

    private void insert(int id) throws SQLException {
        insert.setInt(1, id);
        insert.setString(2, "name" + id % 10);
        insert.setBigDecimal(3, java.math.BigDecimal.valueOf(id * 100L + 99, 2));
        insert.executeUpdate();
    }

    private long found(String name) throws SQLException {
        long result = 0;
        find.setString(1, name);
        try (ResultSet rows = find.executeQuery()) {
            while (rows.next()) {
                result += rows.getInt(1)
                        + rows.getString("name").length()
                        + rows.getBigDecimal(3).scale()
                        + rows.getDate(4).toString().length();
            }
        }
        return result;
    }

    /** A new text each time: the parser and the planner run. */
    private long grouped(int repetition) throws SQLException {
        String query = "select name, count(*), sum(price) from item where id < " + (20 + repetition % 17)
                + " group by name having count(*) > 1";
        long result = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                result += rows.getLong(2) + rows.getObject(3).hashCode() % 5;
            }
        }
        return result;
    }
}
