// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What single events and readings cost, by JMH: each benchmark beside its baseline twin, as Markdown. What needs the
 * inside of the call-site table lies in the table's package.
 */
package io.github.allocsites.benchmarks.jmh;
