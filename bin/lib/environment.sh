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

# uv does not read pip's settings.
share_pip_index() {
  [ -n "${UV_DEFAULT_INDEX:-}" ] && return 0
  local index
  index=$("$PYTHON" -m pip config get global.index-url 2>/dev/null || true)
  index=${PIP_INDEX_URL:-$index}
  [ -n "$index" ] && export UV_DEFAULT_INDEX="$index"
  return 0
}

ensure_packages() {
  local wanted
  wanted=$(digest requirements.lock pyproject.toml)
  [ -x .venv/bin/kepu ] && [ "$(cat .venv/.kepu-lock 2>/dev/null)" = "$wanted" ] && return 0
  echo "Installing Python packages …" >&2
  share_pip_index
  ensure_uv
  if [ -n "$UV" ]; then
    [ -x .venv/bin/python ] || "$UV" venv --quiet --python "$PYTHON" .venv
    "$UV" pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
    "$UV" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
  else
    [ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
    .venv/bin/python -m pip --quiet install --require-hashes -r requirements.lock
    .venv/bin/python -m pip --quiet install --no-deps --no-build-isolation -e .
  fi
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
