// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What a client sends to place an order. */
record NewOrder(
        long customerId,
        @NotBlank @Size(max = 100) String product,
        @Min(1) @Max(1_000) int quantity,
        @Min(1) @Max(100_000_000) long unitPriceCents) {}
