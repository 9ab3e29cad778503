# syntax=docker/dockerfile:1
# Two stages: the compiler stays in the first. The image runs as its own user and keeps its state in one volume.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY scripts/install-deps scripts/build scripts/
RUN scripts/install-deps && rm -rf /var/lib/apt/lists/*
COPY . .
RUN QUITTANCE_TESTS=OFF scripts/build release quittance && strip .build/release/quittance

FROM debian:bookworm-slim
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates tzdata libssl3 libhiredis0.14 libzstd1 libsimdjson14 \
      libtomlplusplus3 libfmt9 libicu72 libctemplate3 libmimalloc2.0 libdate-tz3 \
      libprometheus-cpp-core1.0 libcurl4 libboost-json1.81.0 libboost-container1.81.0 libstdc++6 \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 quittance \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/quittance --create-home --shell /usr/sbin/nologin quittance
COPY --from=build /src/.build/release/quittance /usr/bin/quittance
COPY config/quittance.toml config/offers.toml config/reminders.toml /etc/quittance/
COPY config/templates /etc/quittance/templates
COPY config/holidays /etc/quittance/holidays
ENV QUITTANCE_CONFIG=/etc/quittance/quittance.toml \
    QUITTANCE_STATE=/var/lib/quittance \
    QUITTANCE_PUBLIC=0.0.0.0:8080 \
    QUITTANCE_ADMIN=127.0.0.1:8081
USER quittance
VOLUME /var/lib/quittance
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["/usr/bin/quittance", "health"]
ENTRYPOINT ["/usr/bin/quittance"]
CMD ["serve"]
