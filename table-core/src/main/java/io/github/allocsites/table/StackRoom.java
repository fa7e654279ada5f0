// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.DontInline;

/**
 * Stack for what must not end half way. Whoever puts the discard arena into a cell takes it out again by the same call
 * from the same frame; but the first call may run compiled and the second interpreted, in larger frames. Without room
 * for these a thread whose stack is nearly full would be counted as nobody's for the rest of its life.
 */
final class StackRoom {
    /** Compiled, 32 bytes each at least: more than the frames of any such call take when they are interpreted. */
    private static final int CALLS = 64;

    private StackRoom() {}

    /** Ends in a StackOverflowError here where there is none. */
    static void require() {
        deeper(CALLS);
    }

    @DontInline
    private static int deeper(int calls) {
        return calls == 0 ? 0 : deeper(calls - 1) + 1;
    }
}
