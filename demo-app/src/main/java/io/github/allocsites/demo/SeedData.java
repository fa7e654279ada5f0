// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Fills the empty database before the application is ready, with the same customers and orders every time. */
@Component
class SeedData implements ApplicationRunner {

    static final int CUSTOMERS = 200;
    static final int ORDERS = 2_000;

    private static final long SEED = 42;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final List<String> CITIES = List.of("Aarhus", "Bergen", "Cork", "Delft", "Espoo", "Faro", "Graz");
    private static final List<String> PRODUCTS =
            List.of("Anvil", "Bucket", "Candle", "Doorbell", "Easel", "Funnel", "Gasket", "Hammock", "Inkwell");

    private final CustomerRepository customers;
    private final OrderRepository orders;

    SeedData(CustomerRepository customers, OrderRepository orders) {
        this.customers = customers;
        this.orders = orders;
    }

    @Override
    @Transactional
    public void run(ApplicationArguments arguments) {
        Random random = new Random(SEED);
        List<Customer> buyers = new ArrayList<>(CUSTOMERS);
        for (int i = 1; i <= CUSTOMERS; i++) {
            buyers.add(new Customer("Customer " + i, CITIES.get(random.nextInt(CITIES.size()))));
        }
        customers.saveAll(buyers);

        List<CustomerOrder> placed = new ArrayList<>(ORDERS);
        for (int i = 0; i < ORDERS; i++) {
            placed.add(new CustomerOrder(
                    buyers.get(random.nextInt(CUSTOMERS)),
                    PRODUCTS.get(random.nextInt(PRODUCTS.size())),
                    1 + random.nextInt(20),
                    100 + random.nextInt(10_000),
                    FIRST_DAY.plusDays(random.nextInt(365))));
        }
        orders.saveAll(placed);
    }
}
