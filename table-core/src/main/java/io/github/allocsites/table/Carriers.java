// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** The running carrier thread, and a hold on it. Implemented by the shim, which alone may ask the JDK. */
public interface Carriers {
    /** The platform thread that runs the caller, also where the caller is a virtual thread. */
    Thread current();

    /** Keeps a virtual thread on its carrier until {@link #unpin}; nests. Does nothing on a platform thread. */
    void pin();

    /** Ends {@link #pin}. */
    void unpin();

    /** Carriers of a JVM without virtual threads, and before the shim is there. */
    Carriers PLATFORM = new Carriers() {
        @Override
        public Thread current() {
            return Thread.currentThread();
        }

        @Override
        public void pin() {
            // a platform thread is its own carrier
        }

        @Override
        public void unpin() {
            // a platform thread is its own carrier
        }
    };
}
