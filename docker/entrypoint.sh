#!/bin/sh
# Bring the database to the state of the code, then become the server.
set -eu
umask 077

python manage.py prepare

exec "$@"
