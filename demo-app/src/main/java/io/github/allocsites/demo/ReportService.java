// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Computes the reports the way a hurried colleague would. */
@Service
@Transactional(readOnly = true)
class ReportService {

    private final OrderRepository orders;

    ReportService(OrderRepository orders) {
        this.orders = orders;
    }

    String concat() {
        String report = "";
        for (CustomerOrder order : orders.findAllWithCustomer()) {
            report += order.getId() + ";" + order.getProduct() + ";" + order.getQuantity() + "\n";
        }
        return report;
    }

    Map<Integer, Long> centsByCustomer() {
        Map<Integer, Long> cents = new TreeMap<>();
        for (CustomerOrder order : orders.findAllWithCustomer()) {
            Integer customer = order.getCustomer().getId().intValue();
            for (int unit = 0; unit < order.getQuantity(); unit++) {
                cents.merge(customer, order.getUnitPriceCents(), Long::sum);
            }
        }
        return cents;
    }

    Map<String, Integer> ordersByCustomer() {
        List<CustomerOrder> all = orders.findAllWithCustomer();
        Map<String, Integer> counts = new TreeMap<>();
        for (CustomerOrder order : all) {
            counts.computeIfAbsent(order.getCustomer().getName(), name -> countOf(name, new ArrayList<>(all)));
        }
        return counts;
    }

    String formatted() {
        StringBuilder table = new StringBuilder();
        for (CustomerOrder order : orders.findAllWithCustomer()) {
            table.append(String.format(Locale.ROOT, "%6d", order.getId()))
                    .append(String.format(Locale.ROOT, " | %-12s", order.getProduct()))
                    .append(String.format(Locale.ROOT, " | %3d", order.getQuantity()))
                    .append(String.format(Locale.ROOT, " | %10.2f%n", order.getUnitPriceCents() / 100.0));
        }
        return table.toString();
    }

    private static int countOf(String name, List<CustomerOrder> orders) {
        orders.removeIf(order -> !order.getCustomer().getName().equals(name));
        return orders.size();
    }
}
