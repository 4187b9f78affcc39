#!/bin/bash
# Licensed under the Apache License, Version 2.0; see the file LICENSE.
#
# Runs Atelier with the Java runtime that lies beside this file.
#
# Environment: ATELIER_JAVA_OPTIONS (more options for the JVM, such as -Xmx8g).

set -u

# An environment may be empty.
PATH=${PATH:-/usr/bin:/bin}
export PATH

# The folder of this script, also when it is reached through symbolic links.
script=${BASH_SOURCE[0]}
while [ -L "$script" ]; do
  target=$(readlink -- "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname -- "$script")/$target ;;
  esac
done
root=$(cd -- "$(dirname -- "$script")" && pwd -P) || exit 1
java_home=$root/runtime

. "$root/run_java.sh"

case ${1:-} in
  test | bench | bundle)
    printf "error: '%s' needs the sources; a bundle has none\n" "$1" >&2
    exit 2
    ;;
esac
run_java dev.atelier.runner.Atelier "$root/lib/*" "$@"
