// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.LocalDate;

/** So many units of one product for one customer. */
@Entity
@Table(name = "orders")
class CustomerOrder {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "customer_id")
    private Customer customer;

    @Column(nullable = false)
    private String product;

    @Column(nullable = false)
    private int quantity;

    @Column(nullable = false)
    private long unitPriceCents;

    @Column(nullable = false)
    private LocalDate placedOn;

    protected CustomerOrder() {}

    CustomerOrder(Customer customer, String product, int quantity, long unitPriceCents, LocalDate placedOn) {
        this.customer = customer;
        this.product = product;
        this.quantity = quantity;
        this.unitPriceCents = unitPriceCents;
        this.placedOn = placedOn;
    }

    Long getId() {
        return id;
    }

    Customer getCustomer() {
        return customer;
    }

    String getProduct() {
        return product;
    }

    int getQuantity() {
        return quantity;
    }

    long getUnitPriceCents() {
        return unitPriceCents;
    }

    LocalDate getPlacedOn() {
        return placedOn;
    }
}
