# The site and its worker, as compose.yaml starts them. Wheels only: nothing is compiled.
FROM python:3.11.15-slim-bookworm

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore \
    PYTHONUNBUFFERED=1

WORKDIR /opt/reperess
COPY requirements.txt ./
RUN pip install --require-hashes --only-binary :all: -r requirements.txt

# As in a clone (Makefile): data/ stays beside the packages.
COPY pyproject.toml README.md LICENSE ./
COPY domain domain
COPY importers importers
COPY search search
COPY app app
COPY data data
RUN pip install --no-deps --no-build-isolation --editable . \
    && python -m compileall -q app search importers domain \
    && chmod -R a+rX .

# An empty volume takes the owner and the rights of the folder that it covers.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin reperess \
    && install --directory --owner reperess --group reperess --mode 700 \
        /data /secrets /secrets/site /secrets/database /secrets/server
USER reperess

ENV INSTANCE_PATH=/data \
    HOST=0.0.0.0
EXPOSE 8000
CMD ["reperess", "serve"]
