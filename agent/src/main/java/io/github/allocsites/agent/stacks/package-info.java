// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** From a running stack to frame ids and back to text. <b>Threads</b>: any, inside hooks; lock-free. */
package io.github.allocsites.agent.stacks;
