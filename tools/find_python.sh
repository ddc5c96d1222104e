#!/bin/sh
# Print a Python that can build the virtual environment; else say in one sentence what is missing.
# An argument is the one to use instead of looking around.

old= bare=
for python in ${1:-python3.13 python3.12 python3.11 python3}; do
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        old=$version
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        bare=${bare:-$version}
    else
        echo "$python"
        exit 0
    fi
done

if [ -n "$bare" ]; then
    echo "Python $bare is here without its venv module; on Debian: apt-get install python$bare-venv" >&2
elif [ -n "$old" ]; then
    echo "Python 3.11 or newer is needed and this is $old; name another one with: make setup PYTHON=…" >&2
else
    echo "No Python found${1:+ under the name $1}; install Python 3.11 or newer." >&2
fi
exit 1
