ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
# The virtual environment is made where it will run, so that its scripts name the right interpreter.
RUN python3 -m venv /opt/monitor
WORKDIR /src
COPY requirements.lock ./
RUN --mount=type=secret,id=pip_conf --mount=type=secret,id=ca_bundle \
    if [ -s /run/secrets/ca_bundle ]; then export PIP_CERT=/run/secrets/ca_bundle; fi; \
    if [ -s /run/secrets/pip_conf ]; then export PIP_CONFIG_FILE=/run/secrets/pip_conf; fi; \
    /opt/monitor/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY monitor ./monitor
RUN /opt/monitor/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --no-deps --no-build-isolation . \
    && /opt/monitor/bin/python -m compileall -q /opt/monitor/lib/python3*/site-packages/monitor

FROM ${BASE}
LABEL org.opencontainers.image.title="monitor" \
      org.opencontainers.image.description="Alerts when official wording on rare earths or export controls shifts" \
      org.opencontainers.image.licenses="MIT"
# Numbers, because a run-as-non-root policy cannot look a name up.
RUN mkdir /data && chown 10001:10001 /data
COPY --from=build /opt/monitor /opt/monitor
COPY config /app/config
COPY seeds /app/seeds
WORKDIR /app
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MONITOR_CONFIG=/app/config \
    MONITOR_DATABASE_URL=sqlite:////data/monitor.db \
    MONITOR_HOST=0.0.0.0 \
    MONITOR_LOG=json
USER 10001:10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["monitor"]
CMD ["run"]
