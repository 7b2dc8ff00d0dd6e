# Sourced by what needs a JDK of a certain version.

# major version -> its home, or nothing: JAVA_HOME_<version>, or one that is JAVA_HOME or the running one, or lies beside those
jdk() {
  local variable="JAVA_HOME_$1" running home
  if [ -n "${!variable:-}" ]; then
    echo "${!variable}"
    return
  fi
  running="$(readlink -f "$(command -v java || echo /nonexistent/bin/java)")"
  for home in "${JAVA_HOME:-/nonexistent}"{,/../*} "${running%/bin/java}"{,/../*} /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q "^javac $1\b"; then
      (cd "$home" && pwd -P)
      return
    fi
  done
}
