# Sourced by the commands in bin/: makes .venv what requirements.lock says, and the browser assets what frontend/ says.
# Nothing is done twice: each step remembers the hash of what it was made from.

UV_VERSION=0.13.9
UV=.tools/bin/uv
PYTHON=${KEPU_PYTHON:-python3}

digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

ensure_uv() {
  [ -x "$UV" ] && return 0
  "$PYTHON" -m venv .tools
  .tools/bin/python -m pip --quiet install "uv==$UV_VERSION" || { echo "uv cannot be had here; using pip." >&2; UV=; }
}

# uv does not read pip's settings: where packages come from, and whom to trust.
share_pip_settings() {
  local index certificate
  index=${PIP_INDEX_URL:-$("$PYTHON" -m pip config get global.index-url 2>/dev/null || true)}
  certificate=${PIP_CERT:-$("$PYTHON" -m pip config get global.cert 2>/dev/null || true)}
  [ -n "$index" ] && export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
  [ -n "$certificate" ] && export SSL_CERT_FILE="${SSL_CERT_FILE:-$certificate}"
  return 0
}

install_with_uv() {
  [ -n "$UV" ] || return 1
  [ -x .venv/bin/python ] || "$UV" venv --quiet --python "$PYTHON" .venv || return 1
  "$UV" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock || return 1
  "$UV" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
}

install_with_pip() {
  [ -x .venv/bin/pip ] || "$PYTHON" -m venv .venv
  .venv/bin/python -m pip --quiet install --require-hashes -r requirements.lock
  .venv/bin/python -m pip --quiet install --no-deps --no-build-isolation -e .
}

ensure_packages() {
  local wanted
  wanted=$(digest requirements.lock pyproject.toml)
  [ -x .venv/bin/kepu ] && [ "$(cat .venv/.kepu-lock 2>/dev/null)" = "$wanted" ] && return 0
  echo "Installing Python packages …" >&2
  share_pip_settings
  ensure_uv
  install_with_uv || { echo "uv could not install here; using pip." >&2 && install_with_pip; }
  echo "$wanted" >.venv/.kepu-lock
}

frontend_sources() {
  find frontend -path frontend/node_modules -prune -o -type f -print | LC_ALL=C sort
}

ensure_assets() {
  local wanted packages
  # shellcheck disable=SC2046
  wanted=$(digest $(frontend_sources))
  [ -f src/kepu/static/kepu/app.css ] && [ -f src/kepu/apps/territory/data/national.csv.gz ] &&
    [ "$(cat src/kepu/static/kepu/.made-from 2>/dev/null)" = "$wanted" ] && return 0
  echo "Building the browser assets …" >&2
  packages=$(digest frontend/package-lock.json)
  if [ "$(cat frontend/node_modules/.made-from 2>/dev/null)" != "$packages" ]; then
    .venv/bin/python tools/node.py npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    echo "$packages" >frontend/node_modules/.made-from
  fi
  .venv/bin/python tools/node.py node build.mjs
  echo "$wanted" >src/kepu/static/kepu/.made-from
}

ensure_catalogue() {
  local po=src/kepu/locale/en/LC_MESSAGES/django.po
  local mo=${po%.po}.mo
  if [ -f "$po" ] && { [ ! -f "$mo" ] || [ "$po" -nt "$mo" ]; }; then
    .venv/bin/python tools/catalogue.py compile
  fi
}

prepare() {
  ensure_packages
  ensure_assets
  ensure_catalogue
}
