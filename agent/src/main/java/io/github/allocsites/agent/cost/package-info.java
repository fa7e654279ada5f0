// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** What the agent's own work costs, as the JVM counts it. */
package io.github.allocsites.agent.cost;
