#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# Asks the demo for one route after the other, some times a second, until it is ended. bash speaks HTTP by itself, so
# that the demo's own image is enough.
#   load.sh HOST PORT
set -u
routes=(/orders/1 "/orders?page=3&size=5" "/orders/search?q=anv" /hello/Ann /report/concat /report/boxing /report/copy
    /report/formatted)

get() {
    exec 3<>"/dev/tcp/$1/$2" || return
    printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$3" "$1" >&3
    while read -r -t 10 -n 8192 _ <&3; do :; done
    exec 3>&-
}

while :; do
    for route in "${routes[@]}"; do
        get "$1" "$2" "$route" 2>/dev/null
        sleep 0.2
    done
done
