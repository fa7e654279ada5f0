// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's jar as a command: reads reports that were written before. Counts nothing, installs nothing, and knows
 * nothing of this package's siblings, so that it runs on any Java runtime that reads the jar.
 */
package io.github.allocsites.agent.cli;
