#!/bin/sh
# Bring database and mapping tables to the state of the code, then become the server.
set -eu

python manage.py migrate --no-input
python manage.py load_mappings

exec "$@"
