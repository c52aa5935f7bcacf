#!/bin/sh
# Checks the requirements of the Makefile: Python 3.11 with venv, Node 20 with npm, and Chromium.
# Usage: `setup.sh python PYTHON`, `setup.sh node` or `setup.sh chromium`. On Debian, as root, it installs missing
# packages; elsewhere it prints a sentence that names them.
set -eu

can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

install_packages() {
    echo "Installing $* …"
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends --yes "$@" >/dev/null
}

has_python() {
    "$1" -c 'import sys; assert sys.version_info >= (3, 11); import ensurepip, venv' 2>/dev/null
}

has_node() {
    command -v npm >/dev/null 2>&1 &&
        node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' 2>/dev/null
}

case "$1" in
python)
    has_python "$2" || { can_install && install_packages python3 python3-venv; } || true
    has_python "$2" || {
        echo "Install Python 3.11 or newer with venv (Debian: python3-venv), or name one: make PYTHON=…" >&2
        exit 1
    }
    ;;
node)
    has_node || { can_install && install_packages nodejs npm; } || true
    has_node || {
        echo "Install Node.js 20 or newer with npm (https://nodejs.org)." >&2
        exit 1
    }
    ;;
chromium)
    has_chromium() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }
    has_chromium || { can_install && install_packages chromium; } || true
    has_chromium || {
        echo "Install Chromium (Debian: chromium), or name one: CHROMIUM=/path/to/chromium make …" >&2
        exit 1
    }
    ;;
esac
