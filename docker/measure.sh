#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# How long the demo's image takes to build from the packaged jar, and how long the demo takes from the start of its
# process, or of its container, to the first 200: in pairs, one of each after the other, and the median of their ratios.
#   docker/measure.sh [PAIRS]       after mvn -B -q -DskipTests package; JAVA_HOME is the image's Java, for the bare jar
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pairs=${1:-7}
image=allocsites-demo-measured
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
port=18080
started=

stop() {
    case $started in
        "") ;;
        container) docker rm -f "$image" >/dev/null ;;
        *) kill "$started" && wait "$started" || true ;;
    esac
    started=
}
trap stop EXIT

now() { # milliseconds
    echo $(($(date +%s%N) / 1000000))
}

first_200() { # since when; prints milliseconds
    until curl -s -f -o /dev/null "http://127.0.0.1:$port/actuator/health"; do
        sleep 0.02
        if [ $(($(now) - $1)) -ge 120000 ]; then
            echo "no answer in two minutes" >&2
            return 1
        fi
    done
    echo $(($(now) - $1))
}

bare() {
    local begin
    begin=$(now)
    "$java" -javaagent:agent/target/allocsites-agent.jar -jar demo-app/target/demo-app.jar --server.port=$port \
        >/dev/null 2>&1 &
    started=$!
    took=$(first_200 "$begin") || exit
    stop
}

contained() {
    local begin
    begin=$(now)
    docker run -d --name "$image" -p 127.0.0.1:$port:8080 "$image" >/dev/null 2>&1
    started=container
    took=$(first_200 "$begin") || exit
    stop
}

median() {
    sort -n | awk '{ values[NR] = $1 } END { print (values[int((NR + 1) / 2)] + values[int(NR / 2) + 1]) / 2 }'
}

begin=$(now)
docker build --no-cache -q -f docker/Dockerfile -t "$image" . >/dev/null 2>&1
echo "image: built in $(($(now) - begin)) ms, $(docker image inspect --format '{{.Size}}' "$image") bytes"
"$java" -version 2>&1 | head -n 1
docker run --rm --entrypoint java "$image" -version 2>&1 | grep version

bare && contained # both once, for the file cache
ratios=()
for pair in $(seq "$pairs"); do
    if [ $((pair % 2)) -eq 1 ]; then
        bare && jar=$took
        contained && container=$took
    else
        contained && container=$took
        bare && jar=$took
    fi
    ratios+=("$(awk "BEGIN { print $container / $jar }")")
    echo "first 200: jar $jar ms, container $container ms, ratio ${ratios[-1]}"
done
echo "median ratio: $(printf '%s\n' "${ratios[@]}" | median)"
