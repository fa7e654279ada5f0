// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Brings the agent into the process, proves that it works, and keeps it. Only {@code Installation} and what it calls
 * may refer to table-core: its classes exist once {@code BootClasses} has defined them in the bootstrap loader.
 */
package io.github.allocsites.agent.install;
