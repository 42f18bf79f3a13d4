# The portal as one image: web server, workers, beat and migrations differ only in their command.

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM python:3.13-slim AS build
WORKDIR /app
ENV PYTHONDONTWRITEBYTECODE=1
COPY requirements.lock ./
# uv installs itself and everything else out of the one lock file, hashes checked.
RUN python -m venv /opt/venv \
    && awk '/^uv==/ { entry = 1 } entry { print } entry && !/\\$/ { exit }' requirements.lock > /tmp/uv.lock \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement /tmp/uv.lock \
    && VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip sync --no-cache --compile-bytecode --require-hashes requirements.lock
COPY . .
COPY --from=packages /app/node_modules node_modules
# Production's own settings need secrets, which an image must not hold; these two steps need none.
RUN /opt/venv/bin/pybabel compile --directory barnstod/locale --domain django \
    && BARNSTOD_ENV=local BARNSTOD_SECRET_KEY=only-for-the-build BARNSTOD_STATE_DIR=/app/state \
       /opt/venv/bin/python manage.py collectstatic --no-input --skip-checks

FROM python:3.13-slim
RUN apt-get update \
    && apt-get install --no-install-recommends --yes \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --no-create-home barnstod
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=barnstod.settings \
    BARNSTOD_ENV=production \
    BARNSTOD_STATE_DIR=/app/state
USER 10001
EXPOSE 8000
# A web server that speaks to its database, broker and workers answers 200; nothing else does.
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=4 \
    CMD ["python", "-m", "barnstod.local.probe"]
CMD ["gunicorn", "barnstod.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2"]
