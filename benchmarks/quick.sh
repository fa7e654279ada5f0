#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# What the agent costs, in minutes: programs without and with it, A B A B ..., and the medians of the pairs' ratios, of
# wall and CPU time. Kernels are measured warm, start-ups as whole processes. Build first: mvn -B -q -DskipTests package
#   benchmarks/quick.sh [pairs]     JAVA_HOME chooses the JVM; MAX_STARTS=0 leaves the demo's start-up out
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
pairs=${1:-5}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac
agent=-javaagent:agent/target/allocsites-agent.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$javac" -d "$work" benchmarks/Kernels.java benchmarks/EqualIds.java

kernel() { # name, further options: milliseconds of wall and CPU time of the warm rounds
    local name=$1
    shift
    "$java" -Xms1g -Xmx1g -XX:+UseSerialGC "$@" -cp "$work" Kernels "$name" 2>/dev/null
}

start_up() { # options: wall and CPU seconds until the demo has started; it is ended by its process id
    local log=$work/demo.log pid
    SERVER_PORT=0 "$java" "$@" -jar demo-app/target/demo-app.jar >"$log" 2>&1 &
    pid=$!
    for _ in $(seq 1200); do
        grep -q 'Started DemoApplication' "$log" && break
        sleep 0.1
    done
    awk -v hz="$(getconf CLK_TCK)" '{ printf "%.2f", ($14 + $15) / hz }' "/proc/$pid/stat" >"$work/cpu"
    kill "$pid"
    wait "$pid" 2>/dev/null || true
    echo "$(sed -n 's/.*process running for \([0-9.]*\).*/\1/p' "$log") $(cat "$work/cpu")"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

compare() { # label, function, its argument if any, options of A, options of B
    local label=$1 run=$2 argument=$3 without=$4 with=$5
    : >"$work/wall"
    : >"$work/ratio"
    for _ in $(seq "$pairs"); do
        # shellcheck disable=SC2086
        read -r wall_a cpu_a < <("$run" $argument $without)
        # shellcheck disable=SC2086
        read -r wall_b cpu_b < <("$run" $argument $with)
        awk "BEGIN { print $wall_b / $wall_a }" >>"$work/wall"
        awk "BEGIN { print $cpu_b / $cpu_a }" >>"$work/ratio"
    done
    printf '| %-34s | %.2f | %.2f |\n' "$label" "$(median <"$work/wall")" "$(median <"$work/ratio")"
}

"$java" -version 2>&1 | head -n 1
echo "$pairs pairs each, $(nproc) cores; ratios to the same program without the agent"
echo "| program                            | wall | CPU  |"
echo "|------------------------------------|------|------|"
for name in coll text arrays; do
    compare "kernel: $name" kernel "$name" "" "$agent"
    compare "kernel: $name, without stacks" kernel "$name" "" "$agent=stacks.interval=off"
done
read -r equal others ratio < <("$java" -Xms1g -Xmx1g "$agent" -cp "$work" EqualIds "$((2 * pairs + 1))")
echo "64 threads with ids equal modulo the index: $equal ms, with others: $others ms, median ratio $ratio"
if [ "${MAX_STARTS:-1}" != 0 ]; then
    compare "demo start-up, -javaagent" start_up "" "-Dallocsites.enabled=false" "$agent"
    compare "demo start-up, self-attach" start_up "" "-Dallocsites.enabled=false" "-XX:+IgnoreUnrecognizedVMOptions -XX:+EnableDynamicAgentLoading"
fi
