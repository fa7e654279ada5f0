#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# What the agent costs beside its peers: single events, whole programs and the demo, each in fresh JVMs, without an agent
# and with one in turns; contenders of a kernel are alive at once, with 512 MB of heap each.
# Prints Markdown and writes it to benchmarks/results/<date>-<processor>-<jdk>.md.
#   benchmarks/run.sh [--pairs N, 5 unless told] [--only a contender's name, or part of some] [section...]
# Sections: events kernels http cold startup ready memory endpoint ids; all of them take four hours with five pairs.
# What was asked for in part is written to benchmarks/results/<date>-<processor>-<jdk>-<sections>.md.
# JAVA_HOME chooses the JVM. Build first: mvn -B -q -DskipTests package
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jdk=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
options=()
sections=()
part=
while [ $# -gt 0 ]; do
    case $1 in
    --pairs) options+=("$1" "$2") && shift ;;
    --only) options+=("$1" "$2") && part=-$(tr -cs '[:alnum:]\n' '-' <<<"$2") && shift ;;
    *) sections+=("$1") ;;
    esac
    shift
done
[ ${#sections[@]} -eq 0 ] || part=$part-$(IFS=- && echo "${sections[*]}")
[ ${#sections[@]} -gt 0 ] || sections=(events kernels http cold startup ready memory endpoint ids)
name=$(date +%F)-$(tr -cs '[:alnum:]\n' '-' <<<"${processor:-$(uname -m)}" | sed 's/-*$//')-$jdk$part
mkdir -p results
agent=$PWD/../agent/target/allocsites-agent.jar
programs=()
for section in "${sections[@]}"; do
    [ "$section" = events ] || programs+=("$section")
done
{
    echo "# What allocsites costs, $(date +%F), JDK $jdk"
    echo
    echo "${processor:-unknown processor}, $(getconf _NPROCESSORS_ONLN) processors; kernels: heap of 512 MB, serial collector."
    if [ ${#programs[@]} -lt ${#sections[@]} ]; then
        echo
        "$java" --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED -Dallocsites.agent="$agent" \
            -cp "$PWD/jmh/target/classes:$PWD/jmh/target/lib/*" io.github.allocsites.benchmarks.jmh.Microbenchmarks
    fi
    if [ ${#programs[@]} -gt 0 ]; then
        "$java" -Dallocsites.agent="$agent" -Dbenchmarks.demo="$PWD/../demo-app/target/demo-app.jar" \
            -Dbenchmarks.lib="$PWD/programs/target/lib" -Dbenchmarks.picture="$PWD/results/$name-ready.svg" \
            -cp "$PWD/programs/target/classes:$PWD/programs/target/lib/*" \
            io.github.allocsites.benchmarks.Compare "${options[@]}" "${programs[@]}"
    fi
} | tee "results/$name.md"
