// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * From bytecode to bytecode with hooks. <b>Threads</b>: any, under class-loading locks; resolves no type, waits for
 * nothing, boxes nothing.
 */
package io.github.allocsites.agent.instrument;
