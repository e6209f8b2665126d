#!/bin/sh
# Bring database and mapping tables to the state of the code, remove reviews that have expired, then
# become the server.
set -eu

python manage.py migrate --no-input
python manage.py load_mappings
python manage.py purge_reviews

exec "$@"
