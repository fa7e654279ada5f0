// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.time.LocalDate;

/** An order as the API shows it. */
record OrderDto(
        long id, String customer, String city, String product, int quantity, String total, LocalDate placedOn) {}
