# Two stages: what builds the client and brings the dependencies stays behind.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev && rm -r node_modules/.cache

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app .
# The program is root's and is only read; what it keeps lies in /data, compiled code in a cache of its own.
RUN mkdir -p /data node_modules/.cache/node && chown node:node /data node_modules/.cache/node
USER node
# Node keeps compiled code for each user by itself: here for the one that runs it, so that each container starts with it.
RUN node apps/server/compile.js
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Running requests are finished, within 25 seconds.
STOPSIGNAL SIGTERM
CMD ["node", "apps/server/main.js"]
