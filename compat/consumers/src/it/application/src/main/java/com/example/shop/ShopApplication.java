// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Anybody's application: nothing in it knows of allocsites. */
@SpringBootApplication
@RestController
public class ShopApplication {

    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }

    record Price(String product, long cents) {}

    @GetMapping("/prices/{product}")
    List<Price> prices(@PathVariable String product) {
        return List.of(new Price(product, 1_050), new Price(product + " XL", 1_450));
    }
}
