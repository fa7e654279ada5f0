// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** Orders, always with their customer. */
interface OrderRepository extends JpaRepository<CustomerOrder, Long> {

    @Override
    @EntityGraph(attributePaths = "customer")
    Optional<CustomerOrder> findById(Long id);

    @Override
    @EntityGraph(attributePaths = "customer")
    Page<CustomerOrder> findAll(Pageable pageable);

    @Query("select o from CustomerOrder o join fetch o.customer order by o.id")
    List<CustomerOrder> findAllWithCustomer();
}
