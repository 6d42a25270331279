# The web process, the worker and the command line in one image: they differ by their command. The database is elsewhere.

FROM node:24.11.1-bookworm-slim AS build
WORKDIR /guardian
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY .swcrc tsconfig.json nest-cli.json ./
COPY config config
COPY libs libs
COPY apps apps
COPY test/bench test/bench
RUN npm run build && rm -r dist/test

FROM node:24.11.1-bookworm-slim AS modules
WORKDIR /guardian
COPY package.json package-lock.json ./
# optional: the PostgreSQL of evaluation, which comes as a package
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.11.1-bookworm-slim
ENV NODE_ENV=production \
    GUARDIAN_DATA_DIR=/data \
    GUARDIAN_HOST=0.0.0.0 \
    GUARDIAN_PORT=3000 \
    GUARDIAN_WORKER_HEALTH_PORT=3001
WORKDIR /guardian
COPY --from=modules /guardian/node_modules node_modules
COPY --from=build /guardian/dist dist
COPY package.json LICENSE ./
COPY apps/cli/bin apps/cli/bin
# a volume that is mounted here takes over whom the folder belongs to
RUN install --directory --owner=1000 --group=1000 /data
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health').then((answer) => process.exit(Number(!answer.ok)), () => process.exit(1))"]
CMD ["node", "dist/apps/web/src/main.js"]
