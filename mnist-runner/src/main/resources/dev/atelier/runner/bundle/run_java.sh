# Licensed under the Apache License, Version 2.0; see the file LICENSE.
#
# How the program's JVM is run: its options, and what happens to its standard error. Read by the launcher of the project and by that
# of a bundle, in bash; java_home is the JDK or runtime to use.

# Whether the JDK has the Vector API; a JDK whose release file lists no modules is taken to be complete.
has_vector_api() {
  ! grep -q '^MODULES=' "$java_home/release" || grep -q 'jdk\.incubator\.vector' "$java_home/release"
}

# Whether Linux gives a program large pages when it asks for them.
has_large_pages() {
  grep -q '\[\(madvise\|always\)\]' /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null
}

# Copies standard input to standard error without the JVM's line about incubator modules, which is the first it prints, save
# for notes on JAVA_TOOL_OPTIONS and the like. Signals are ignored: the last words of a program that is stopped must come out.
without_incubator_warning() {
  trap '' INT TERM HUP
  local line
  while IFS= read -r line; do
    case $line in
      'WARNING: Using incubator modules:'*) break ;;
      'Picked up '* | *' VM warning: '*) printf '%s\n' "$line" >&2 ;;
      *)
        printf '%s\n' "$line" >&2
        break
        ;;
    esac
  done
  exec cat >&2
}

# Sets options to those of the JVM.
set_options() {
  # Serial: a run allocates nothing in a step, so that a collector with threads of its own has nothing to do.
  # A small young generation: data sets are a few large arrays that live to the end, and the default would keep 100 MB of
  # copies around (peak of a default run 241 MB on the cpu and 311 MB on PoCL with it, 333 and 381 without).
  # Objects begin on cache lines: vectors that straddle two lines make an epoch of the cpu backend slower. To compare:
  # 'ATELIER_JAVA_OPTIONS=-XX:ObjectAlignmentInBytes=8 ./atelier train --backend cpu --optimizer sgd'.
  # Native access and Unsafe: the OpenCL binding needs them; JDK 24 and newer warn otherwise, JDK 17 knows only the first.
  options=(-XX:+UseSerialGC -Xmn24m -XX:ObjectAlignmentInBytes=64 -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow
    --enable-native-access=ALL-UNNAMED)
  # The optimising compiler often has one thread only, and the kernels are what it is needed for: all else (option parsing, class
  # loading) has to be ten times as hot as usual before its turn comes; the scaling brings Atelier's own code back to the usual.
  # Its long loops are different: usually one is compiled by itself before its method, which then is compiled as well. With ten times
  # the usual rounds, and a sixth of the usual calls of the method, the method comes first. The first epoch of the cpu backend is
  # some 15 % shorter so. To compare "history": 'ATELIER_JAVA_OPTIONS="-XX:Tier4MinInvocationThreshold=6000
  # -XX:Tier4BackEdgeThreshold=400000" ./atelier train --backend cpu --json -'.
  options+=(-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=1000 -XX:Tier4CompileThreshold=150000
    -XX:Tier4BackEdgeThreshold=4000000 -XX:CompileCommand=quiet
    '-XX:CompileCommand=CompileThresholdScaling,dev.atelier.*::*,0.1')
  # The images and the heap are there after a few faults of 2 MB pages, not after 65,000 of 4 KB: the first step comes 0.2 s earlier. To
  # compare 'first_step_seconds': 'ATELIER_JAVA_OPTIONS=-XX:-UseTransparentHugePages ./atelier train --backend cpu --json -'.
  if has_large_pages; then
    options+=(-XX:+UseTransparentHugePages)
  fi
  if has_vector_api; then
    options+=(--add-modules jdk.incubator.vector)
  fi
  # Where the address space is limited, the JVM must not reserve a gigabyte of it for classes, as it does by default.
  if [ "$(ulimit -v)" != unlimited ]; then
    options+=(-XX:CompressedClassSpaceSize=64m -XX:ReservedCodeCacheSize=64m)
  fi
}

# Sets COLUMNS to the width of the terminal, if there is one: bash does so after it has waited for a process.
export_columns() {
  shopt -s checkwinsize
  (:; :)
  [ -z "${COLUMNS:-}" ] || export COLUMNS
}

# Replaces this process by the JVM, so that signals reach the program: run_java MAIN_CLASS CLASS_PATH ARGUMENT...
# The file class_archive, if it is set, holds classes as the JVM has them in memory.
run_java() {
  local main=$1 class_path=$2 options
  shift 2
  set_options
  if [ -n "${class_archive:-}" ]; then
    options+=("-XX:SharedArchiveFile=$class_archive" -Xlog:cds=off)
  fi
  [ -t 1 ] && options+=(-Datelier.terminal.out=true)
  [ -t 2 ] && options+=(-Datelier.terminal.err=true)
  if [ -t 1 ] || [ -t 2 ]; then
    export_columns
  fi
  # Without a locale Java takes file names for ASCII, and can't open those with accents.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) export LC_ALL=C.UTF-8 ;;
  esac
  # PoCL's signal handler swallows the trap behind Java's integer division by zero.
  export POCL_SIGFPE_HANDLER=0
  # A redirection of its own: bash would leave a second copy of the pipe open in the JVM otherwise.
  exec 2> >(without_incubator_warning)
  # shellcheck disable=SC2086 # several options are several words
  exec "$java_home/bin/java" "${options[@]}" -Datelier.filtered=true ${ATELIER_JAVA_OPTIONS:-} -cp "$class_path" "$main" "$@"
}
