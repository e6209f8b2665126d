#!/usr/bin/env bash
# The Dockerfile's steps outside of Docker, in its order, from a clean copy of the last commit.
# It shows that they work together. It is no image: the system is that of this machine.
# Started as root, it serves as the user nobody, who must be able to run PYTHON.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=${PYTHON:-python3}
port=${PORT:-8099}
root=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; wait; chmod -R u+w "$root"; rm -rf "$root"' EXIT

echo "== build"
mkdir "$root/app" "$root/data"
# What .dockerignore lets in, and nothing else.
mapfile -t let_in < <(sed -n 's/^!//p' .dockerignore)
git archive HEAD -- "${let_in[@]}" | tar -x -C "$root/app"
"$PYTHON" -m venv "$root/venv"
export PATH="$root/venv/bin:$PATH"
cd "$root/app"
pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
python -m compileall -q evmap
SECRET_KEY=only-for-this-step-of-building-the-image python manage.py collectstatic --no-input

echo "== run, as a user who may write nothing but the data folder"
user=()
if [[ $(id -u) == 0 ]]; then
  chown -R nobody "$root/data"
  chmod 755 "$root"
  user=(setpriv --reuid nobody --regid nogroup --clear-groups)
fi
chmod -R a-w,a+rX "$root/app" "$root/venv"

"${user[@]}" env --ignore-environment \
  PATH="$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
  BIND="0.0.0.0:$port" DATABASE_URL="sqlite:///$root/data/db.sqlite3" \
  SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
  docker/entrypoint.sh gunicorn --config gunicorn.conf.py &
server=$!

echo "== health check"
for _ in $(seq 40); do
  if BIND="0.0.0.0:$port" python docker/healthcheck.py; then
    echo "== stop"
    kill "$server"
    wait "$server" && server= && echo "stopped cleanly" && exit 0
  fi
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
echo "the server did not become ready" >&2
exit 1
