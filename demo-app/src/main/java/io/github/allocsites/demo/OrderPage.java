// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.util.List;

/** One page of orders. */
record OrderPage(int page, int size, long total, List<OrderDto> orders) {}
