// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reports over all orders, each wasteful in its own way. */
@RestController
@RequestMapping("/report")
class ReportController {

    private final ReportService reports;

    ReportController(ReportService reports) {
        this.reports = reports;
    }

    /** Wasteful: string concatenation in a loop copies the whole report once per order. */
    @GetMapping(path = "/concat", produces = MediaType.TEXT_PLAIN_VALUE)
    String concat() {
        return reports.concat();
    }

    /** Wasteful: sums in a Map of boxed numbers, one new Long per unit sold. */
    @GetMapping("/boxing")
    Map<Integer, Long> boxing() {
        return reports.centsByCustomer();
    }

    /** Wasteful: a defensive copy of the whole list for every customer. */
    @GetMapping("/copy")
    Map<String, Integer> copy() {
        return reports.ordersByCustomer();
    }

    /** Wasteful: String.format for every cell. */
    @GetMapping(path = "/formatted", produces = MediaType.TEXT_PLAIN_VALUE)
    String formatted() {
        return reports.formatted();
    }
}
