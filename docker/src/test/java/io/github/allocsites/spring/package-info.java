// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** The starter's meters on a made-up agent; in their package, for they are nobody's API. */
package io.github.allocsites.spring;
