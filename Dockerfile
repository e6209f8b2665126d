# --- Everything installed, in a virtual environment ---
FROM python:3.11.14-slim-bookworm AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH

WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-hashes --only-binary :all: -r requirements.txt

COPY . .
RUN pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q evmap \
    && SECRET_KEY=only-for-this-step-of-building-the-image python manage.py collectstatic --no-input

# --- What runs ---
FROM python:3.11.14-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home evmap \
    && install --directory --owner evmap /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0:8000 \
    DATABASE_URL=sqlite:////data/db.sqlite3

WORKDIR /app
USER 10001
# Only for SQLite. With PostgreSQL, nothing but /tmp is written.
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "docker/healthcheck.py"]
ENTRYPOINT ["docker/entrypoint.sh"]
CMD ["gunicorn", "--config", "gunicorn.conf.py"]
