# Sourced by mvnw and daybook: finds a JDK >= 21 and exports it as JAVA_HOME, or ends with one line that says what to do.
# JAVA_HOME wins, then the java on PATH, then the newest of the usual places.

daybook_oldest_jdk=21

# Prints the major version of the JDK in folder $1, or nothing when there is no JDK.
daybook_jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  daybook_version=
  if [ -r "$1/release" ]; then
    daybook_version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([^"]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$daybook_version" ]; then
    daybook_version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  daybook_version=${daybook_version#1.}
  printf '%s\n' "$daybook_version" | sed -n '1s/^\([0-9][0-9]*\).*/\1/p'
}

# Is folder $1 a JDK that is new enough?
daybook_jdk_fits() {
  daybook_found=$(daybook_jdk_version "$1")
  [ -n "$daybook_found" ] && [ "$daybook_found" -ge "$daybook_oldest_jdk" ]
}

# Prints the home of the java on PATH, behind its symbolic links.
daybook_path_jdk() {
  daybook_java=$(command -v java) || return 0
  while [ -L "$daybook_java" ]; do
    daybook_target=$(readlink "$daybook_java")
    case $daybook_target in
      /*) daybook_java=$daybook_target ;;
      *) daybook_java=${daybook_java%/*}/$daybook_target ;;
    esac
  done
  (CDPATH= cd -- "${daybook_java%/*}/.." 2>/dev/null && pwd -P) || :
}

# Prints the newest fitting JDK of the usual places, or nothing.
daybook_newest_jdk() {
  daybook_best=
  daybook_best_version=0
  for daybook_candidate in /usr/lib/jvm/* /opt/*jdk* "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if daybook_jdk_fits "$daybook_candidate" && [ "$daybook_found" -gt "$daybook_best_version" ]; then
      daybook_best=$daybook_candidate
      daybook_best_version=$daybook_found
    fi
  done
  printf '%s\n' "$daybook_best"
}

if [ -z "${JAVA_HOME:-}" ] || ! daybook_jdk_fits "$JAVA_HOME"; then
  daybook_home=$(daybook_path_jdk)
  if [ -z "$daybook_home" ] || ! daybook_jdk_fits "$daybook_home"; then
    daybook_home=$(daybook_newest_jdk)
  fi
  if [ -z "$daybook_home" ]; then
    echo "Daybook needs a JDK $daybook_oldest_jdk or newer and found none in JAVA_HOME, on PATH, or in /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks and /Library/Java: install one, or set JAVA_HOME to its folder." >&2
    exit 1
  fi
  JAVA_HOME=$daybook_home
fi
export JAVA_HOME
