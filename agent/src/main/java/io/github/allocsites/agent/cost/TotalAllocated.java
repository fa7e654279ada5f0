// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import com.sun.management.ThreadMXBean;
import java.lang.reflect.Method;

/** The JVM's own count of what all threads allocated; Java 21 is the first that has it, so it is called by name. */
final class TotalAllocated {
    private final ThreadMXBean threads;
    private final Method method;

    private TotalAllocated(ThreadMXBean threads, Method method) {
        this.threads = threads;
        this.method = method;
    }

    /** Null where the JVM has no such count. */
    static TotalAllocated find(ThreadMXBean threads) {
        try {
            return new TotalAllocated(threads, ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes"));
        } catch (NoSuchMethodException old) {
            return null;
        }
    }

    Long bytes() {
        try {
            long bytes = (long) method.invoke(threads);
            return bytes < 0 ? null : bytes;
        } catch (ReflectiveOperationException off) {
            return null;
        }
    }
}
