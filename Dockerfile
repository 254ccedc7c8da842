# docker build -t fanmail .                                    an image: docker run --rm fanmail sink --help
# docker build --target binary --output bin .                  the program alone, in bin/
FROM swift:6.2-bookworm AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make >/dev/null
WORKDIR /source
COPY . .
RUN make release && cp .build/release/fanmail /fanmail

FROM scratch AS binary
COPY --from=build /fanmail /fanmail

FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates libstdc++6 zlib1g >/dev/null \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home fanmail && install -d -o fanmail /data
COPY --from=build /fanmail /usr/local/bin/fanmail
USER fanmail
WORKDIR /data
ENTRYPOINT ["fanmail"]
