# Two stages: the first has the compiler, the second only what runs. The embedded PostgreSQL stays
# out of both; a container is given DATABASE_URL.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY certs ./certs
COPY src ./src
RUN node_modules/.bin/tsc -p tsconfig.build.json && npm run --silent bundle
RUN npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/.build ./.build
COPY openapi ./openapi
COPY migrations ./migrations
# The only place the hub writes to; everything else can be mounted read-only.
RUN mkdir /data && chown 1000:1000 /data
ENV NODE_ENV=production VS_DATA_DIR=/data
VOLUME /data
USER 1000:1000
EXPOSE 8443 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", ".build/src/healthcheck.js"]
ENTRYPOINT ["node", ".build/src/cli/main.js"]
CMD ["serve"]
