// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The Spring Boot side: installs the agent early, and shows what it counted as an actuator endpoint and as meters. Sits
 * on top of the agent, which knows nothing of Spring; nothing here counts or instruments anything.
 *
 * <p>One binary for several Boot lines: only types that have the same name in all of them may be used here.
 */
package io.github.allocsites.spring;
