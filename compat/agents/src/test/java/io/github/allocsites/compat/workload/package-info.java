// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** Programs that the tests run in JVMs of their own. <b>Depends on</b> the JDK and nothing else. */
package io.github.allocsites.compat.workload;
