// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What lies in docker/, held against the engines it is for. Where there is no container engine, or no image of a
 * program, tests that need it are skipped.
 */
package io.github.allocsites.docker;
