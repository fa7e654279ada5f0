// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** Somebody who orders. */
@Entity
class Customer {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private Long id;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String city;

    protected Customer() {}

    Customer(String name, String city) {
        this.name = name;
        this.city = city;
    }

    Long getId() {
        return id;
    }

    String getName() {
        return name;
    }

    String getCity() {
        return city;
    }
}
