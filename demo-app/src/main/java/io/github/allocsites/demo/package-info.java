// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * A small order service to look at with allocsites. {@code /orders} is ordinary work with two wasteful methods in it;
 * each route below {@code /report} wastes memory in one well-known way. The Javadoc of such a method says how.
 */
package io.github.allocsites.demo;
