# One image for every step, the page and the commands. PYTHON_IMAGE may be any Python 3.11 or newer with pip and glibc.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# Without pip of its own: the environment that is shipped cannot install anything.
RUN python3 -m venv --without-pip /opt/warta && python3 -m venv /opt/build
COPY requirements/run.txt requirements/dev.txt requirements/sbom.txt requirements/
# Only wheels: the slim image has no compiler, and no package's set-up code runs.
RUN /opt/build/bin/pip --python /opt/warta/bin/python install \
    --no-compile --only-binary :all: --require-hashes -r requirements/run.txt
# What lists the parts of the image; it stays in this stage.
RUN python3 -m venv /opt/sbom && /opt/build/bin/pip --python /opt/sbom/bin/python install \
    --only-binary :all: --require-hashes -r requirements/sbom.txt
# What builds the project is locked as well, beside the tools of development.
RUN sed -n '/^setuptools==/,/# via/p' requirements/dev.txt >build.txt \
    && /opt/build/bin/pip install --only-binary :all: --no-deps --require-hashes -r build.txt
COPY . .
RUN SOURCE_DATE_EPOCH=315532800 /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/build/bin/pip --python /opt/warta/bin/python install --no-compile --no-deps --no-index /wheels/*.whl
# The same bytes from the same sources: compiled files name no time, only what they were compiled of.
RUN /opt/warta/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/warta/lib \
    && /opt/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
        --output-file /opt/warta/sbom.cdx.json /opt/warta/bin/python
# A client without a codec or its C checksum fails or crawls at run time: fail here instead.
RUN /opt/warta/bin/python -W ignore -c "import crc32c, kafka, lz4.frame, psycopg, zstandard" && /opt/warta/bin/warta map

FROM ${PYTHON_IMAGE}
# What the base has to install packages with; the environment in /opt/warta needs none of it.
RUN rm -rf /usr/local/lib/python3.*/site-packages /usr/local/lib/python3.*/ensurepip /usr/local/bin/pip*
RUN groupadd --gid 10001 warta \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin warta \
    && install -d -o 10001 -g 10001 -m 0750 /data /archive
COPY --from=build /opt/warta /opt/warta
COPY deploy/compose/healthcheck.py /opt/warta/healthcheck.py
ENV PATH=/opt/warta/bin:$PATH \
    HOME=/tmp \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WARTA_DATA_DIR=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8700 9100
# Steps take up to half a minute to open their stores and join their group. A look costs a tenth of a second of a
# processor, in every container.
HEALTHCHECK --interval=30s --timeout=8s --start-period=90s --retries=3 \
    CMD ["python", "-I", "-S", "/opt/warta/healthcheck.py", "/data/run/targets.json"]
ENTRYPOINT ["warta"]
CMD ["run"]
