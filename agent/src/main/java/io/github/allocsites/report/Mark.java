// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Instant;

/**
 * A moment that later reads can begin at.
 *
 * @param id eight hex digits, drawn anew in every process
 * @param since the moment
 */
public record Mark(String id, Instant since) {}
