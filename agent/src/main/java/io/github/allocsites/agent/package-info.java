// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Where the agent is entered: the JVM's entry points, the API for code, the options. <b>Loader</b>: system loader
 * with {@code -javaagent}, the application's otherwise. <b>Threads</b>: the application's. Knows no Spring.
 */
package io.github.allocsites.agent;
