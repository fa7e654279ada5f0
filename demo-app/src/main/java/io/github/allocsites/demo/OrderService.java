// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Reads, finds and places orders. */
@Service
@Transactional(readOnly = true)
class OrderService {

    private final OrderRepository orders;
    private final CustomerRepository customers;
    private final OrderMapper mapper;

    OrderService(OrderRepository orders, CustomerRepository customers, OrderMapper mapper) {
        this.orders = orders;
        this.customers = customers;
        this.mapper = mapper;
    }

    OrderDto order(long id) {
        return orders.findById(id)
                .map(mapper::toDto)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No order " + id));
    }

    OrderPage page(int page, int size) {
        var found = orders.findAll(PageRequest.of(page, size, Sort.by("id")));
        return new OrderPage(
                page, size, found.getTotalElements(), found.map(mapper::toDto).getContent());
    }

    /** Wasteful: reads every order to show a few, and compiles the same Pattern once per order. */
    List<OrderDto> search(String text) {
        return orders.findAllWithCustomer().stream()
                .filter(order -> Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE)
                        .matcher(order.getProduct())
                        .find())
                .limit(50)
                .map(mapper::toDto)
                .toList();
    }

    @Transactional
    OrderDto place(NewOrder order) {
        Customer customer = customers
                .findById(order.customerId())
                .orElseThrow(
                        () -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "No customer " + order.customerId()));
        return mapper.toDto(orders.save(new CustomerOrder(
                customer, order.product(), order.quantity(), order.unitPriceCents(), LocalDate.now())));
    }
}
