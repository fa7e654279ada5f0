// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import com.sun.management.ThreadMXBean;
import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.AgentUse;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import javax.management.ObjectName;

/** Prints what the agent says it costs, and what a histogram of the JVM's heap says of the agent's objects. */
public final class OwnPrice {
    private static final int READS = 20;

    static volatile Object sink;
    private static long readBytesOfThread;

    private OwnPrice() {}

    public static void main(String[] arguments) throws Exception {
        allocate(Integer.parseInt(arguments[0]));
        ManagementFactory.getPlatformMBeanServer().getMBeanCount(); // loads what the histogram needs
        AgentUse agent = AllocSites.snapshot().agent();
        System.out.println("heapBytes=" + agent.heapBytes());
        System.out.println("transformNanos=" + agent.transformNanos());
        System.out.println("stacks=" + agent.stacks());
        System.out.println("stackNanos=" + agent.stackNanos());
        System.out.println("perSecond=" + Math.round(agent.stacksPerSecond()));
        System.out.println("probes=" + agent.probes());
        System.out.println("readBytes=" + readBytes());
        System.out.println("readBytesOfThread=" + readBytesOfThread);
        System.out.println("histogramBytes=" + histogramBytes());
    }

    /** What the agent says reading took, as the endpoint does it: own work in own work. */
    private static long readBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = AllocSites.snapshot().agent().allocatedBytes();
        long beforeOfThread = threads.getCurrentThreadAllocatedBytes();
        for (int read = 0; read < READS; read++) {
            sink = AllocSites.ownWork(AllocSites::snapshot);
        }
        readBytesOfThread = threads.getCurrentThreadAllocatedBytes() - beforeOfThread;
        return AllocSites.snapshot().agent().allocatedBytes() - before;
    }

    private static void allocate(int megabytes) {
        Map<Integer, String> some = new HashMap<>();
        for (long bytes = 0; bytes < megabytes * 1_000_000L; bytes += 1_000) {
            sink = new byte[900];
            some.put((int) bytes & 1023, "some " + bytes);
        }
        sink = some;
    }

    /** Bytes of live objects of the agent's own classes. */
    private static long histogramBytes() throws Exception {
        ObjectName command = new ObjectName("com.sun.management:type=DiagnosticCommand");
        String text = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(command, "gcClassHistogram", new Object[] {new String[0]}, new String[] {
                    String[].class.getName()
                });
        long bytes = 0;
        for (String line : text.lines().toList()) {
            String[] columns = line.trim().split("\\s+");
            boolean isOwn = columns.length >= 4 && columns[3].startsWith("io.github.allocsites.");
            if (isOwn && !columns[3].contains(".workload.") && !columns[3].contains(".report.")) {
                bytes += Long.parseLong(columns[2]);
            }
        }
        return bytes;
    }
}
