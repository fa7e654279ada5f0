// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to start a JVM.
 *
 * @param name as tables name it
 * @param flags those of the JVM
 */
record Contender(String name, List<String> flags) {
    private static final String OFF = "-Dallocsites.enabled=false";

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

    /** The starter of the demo steps aside. */
    static final Contender DISABLED = new Contender("no agent", List.of(OFF));

    /** The same for the demo, whose starter uses our agent and steps aside beside another's. */
    static List<Contender> ofDemo(Path agent, Peers peers, Path folder) {
        return all(agent, peers, folder).stream()
                .map(contender -> contender.isOurs() ? contender : contender.and(OFF))
                .toList();
    }

    /** Ways the agent can come into the demo. */
    static List<Contender> ofStartUp(Path agent, Peers peers, Path folder) {
        String attach = "-XX:+EnableDynamicAgentLoading";
        List<Contender> contenders = new ArrayList<>(List.of(
                ours(agent, "allocsites, -javaagent", ""),
                ours(agent, "allocsites, -javaagent, when=ready", "=instrument.when=ready"),
                new Contender("allocsites, self-attach", List.of(attach)),
                new Contender(
                        "allocsites, self-attach, when=ready", List.of(attach, "-Dallocsites.instrument.when=ready"))));
        ofDemo(agent, peers, folder).stream()
                .filter(contender -> !contender.isOurs())
                .forEach(contenders::add);
        return contenders;
    }

    /** Whether the demo answers with our report. */
    boolean isOurs() {
        return name.startsWith("allocsites");
    }

    /** With one more flag. */
    Contender and(String flag) {
        List<String> more = new ArrayList<>(flags);
        more.add(flag);
        return new Contender(name, more);
    }

    static Contender ours(Path agent, String name, String options) {
        return new Contender(name, List.of("-javaagent:" + agent + options));
    }
}
