// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** An agent that does to every class what other agents do to some. <b>Depends on</b> the JDK and nothing else. */
package io.github.allocsites.compat.other;
