// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Starts the order service. It answers a request itself, because the main class is loaded before an agent can attach:
 * its parameters are bound by the names in the class file, which an agent must not lose.
 */
@SpringBootApplication
@RestController
public class DemoApplication {

    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }

    @GetMapping("/hello/{name}")
    String hello(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
        return ("Hello " + name + "! ").repeat(Math.max(1, Math.min(times, 10))).strip();
    }
}
