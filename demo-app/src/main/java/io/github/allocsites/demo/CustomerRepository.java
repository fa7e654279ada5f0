// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import org.springframework.data.jpa.repository.JpaRepository;

/** Customers by id. */
interface CustomerRepository extends JpaRepository<Customer, Long> {}
