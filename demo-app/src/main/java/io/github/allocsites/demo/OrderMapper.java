// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.Locale;
import org.springframework.stereotype.Component;

/** From entities to what the API shows. */
@Component
class OrderMapper {

    OrderDto toDto(CustomerOrder order) {
        return new OrderDto(
                order.getId(),
                order.getCustomer().getName(),
                order.getCustomer().getCity(),
                order.getProduct(),
                order.getQuantity(),
                euros(order.getQuantity() * order.getUnitPriceCents()),
                order.getPlacedOn());
    }

    /** Wasteful: a Formatter and its parsed pattern for every amount. */
    private String euros(long cents) {
        return String.format(Locale.ROOT, "%d.%02d EUR", cents / 100, cents % 100);
    }
}
