ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
# All times in the image are this one, so that the same input makes the same layers.
ARG SOURCE_DATE_EPOCH=1735689600
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_COMPILE=1 PYTHONDONTWRITEBYTECODE=1
# The virtual environment is made where it will run, so that its scripts name the right interpreter.
RUN python3 -m venv /app/venv
WORKDIR /src
COPY requirements.lock ./
RUN --mount=type=secret,id=pip_conf --mount=type=secret,id=ca_bundle \
    if [ -s /run/secrets/ca_bundle ]; then export PIP_CERT=/run/secrets/ca_bundle; fi; \
    if [ -s /run/secrets/pip_conf ]; then export PIP_CONFIG_FILE=/run/secrets/pip_conf; fi; \
    /app/venv/bin/python -m pip install --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor ./monitor
# What installs is left out of the image, what is compiled is trusted by its name, not its time.
RUN /app/venv/bin/python -m pip install --no-deps --no-build-isolation . \
    && /app/venv/bin/python -m pip uninstall --yes pip flit_core \
    && find /app/venv -depth -type d -name __pycache__ -exec rm -rf {} + \
    && PYTHONHASHSEED=0 python3 -m compileall -q -j 1 --invalidation-mode unchecked-hash \
        /app/venv/lib
COPY config /out/app/config
COPY seeds /out/app/seeds
RUN mkdir /out/data && mv /app/venv /out/app/venv \
    && find /out -exec touch --no-dereference --date="@${SOURCE_DATE_EPOCH}" {} +

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=2025-01-01T00:00:00Z
ARG BASE
LABEL org.opencontainers.image.title="monitor" \
      org.opencontainers.image.description="Alerts when official wording on rare earths or export controls shifts" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE}"
# Into folders that are new: one that is there would be stamped with the time of the build.
COPY --from=build /out/app /app
# Numbers, because a run-as-non-root policy cannot look a name up.
COPY --from=build --chown=10001:10001 /out/data /data
WORKDIR /app
ENV PATH=/app/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MONITOR_CONFIG=/app/config \
    MONITOR_DATABASE_URL=sqlite:////data/monitor.db \
    MONITOR_HOST=0.0.0.0 \
    MONITOR_LOG=json
USER 10001:10001
VOLUME /data
EXPOSE 8080
# Not only alive: the scheduler ticks, the database answers, the disk has room.
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["python", "-m", "monitor.web.healthcheck"]
ENTRYPOINT ["monitor"]
CMD ["run"]
