// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * A way to start a JVM.
 *
 * @param name as tables name it
 * @param flags those of the JVM
 */
record Contender(String name, List<String> flags) {
    static final Contender NONE = new Contender("no agent", List.of());

    /** The product in three forms, then its peers; all files they write go to the folder. */
    static List<Contender> all(Path agent, Peers peers, Path folder) {
        return List.of(
                ours(agent, "allocsites", ""),
                ours(agent, "allocsites without stacks", "=stacks.interval=off"),
                ours(agent, "allocsites without JDK classes", "=instrument.jdk=false"),
                new Contender(
                        "async-profiler 4.6, alloc=512k",
                        List.of("-agentpath:" + peers.asyncProfiler() + "=start,event=alloc,alloc=512k,jfr,file="
                                + folder.resolve("async.jfr"))),
                new Contender(
                        "flight recorder, profile settings",
                        List.of(
                                "-Xlog:jfr+startup=off",
                                "-XX:StartFlightRecording=settings=profile,filename=" + folder.resolve("flight.jfr"))),
                new Contender(
                        "allocation-instrumenter 3.3.4", List.of("-javaagent:" + peers.allocationInstrumenter())));
    }

    static Contender ours(Path agent, String name, String options) {
        return new Contender(name, List.of("-javaagent:" + agent + options));
    }
}
