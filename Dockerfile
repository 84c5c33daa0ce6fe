# One image for web, worker, beat and the migration step; docker-compose.yml says which it is.
FROM python:3.13-slim AS build
WORKDIR /baton
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
# Static files are collected and compressed here. These settings exist for this step only; nothing is contacted.
RUN SECRET_KEY=only-for-this-build-step DATABASE_URL=postgres://db/baton REDIS_URL=redis://valkey/0 BATON_HOME=/data \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home baton && install -d -o baton -g baton /data /data/media /data/beat
COPY --from=build /venv /venv
COPY --from=build /baton /baton
COPY --from=build /data/static /data/static
WORKDIR /baton
USER baton
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BATON_HOME=/data
EXPOSE 8000
CMD ["uvicorn", "itsm.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", "3"]
