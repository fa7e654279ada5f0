// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.List;

/**
 * One row of a report: what one place in the code allocated. Fields that a grouping cannot fill are null.
 *
 * @param id 16 hex digits, the same in every process that runs the same code
 * @param site the place as a stack trace shows it, without loader and module
 * @param className binary name of the class
 * @param method name of the method
 * @param file source file; null where the class does not say
 * @param line source line; null where the class does not say
 * @param type name of the allocated type, as {@link Class#getTypeName()} has it
 * @param count events
 * @param bytes bytes of these events
 * @param share part of all bytes of the snapshot, 0..1, whatever a query leaves out
 * @param estimated whether count and bytes are estimates; false for every row that is one probe's own total
 * @param samples number of stacks an estimate rests on; null for exact rows
 * @param stack frames above the site, top first; empty where none was captured
 */
public record Site(
        String id,
        String site,
        String className,
        String method,
        String file,
        Integer line,
        String type,
        long count,
        long bytes,
        double share,
        boolean estimated,
        Integer samples,
        List<String> stack) {}
