# Mooring as an image, for amd64 and arm64: docker build -t mooring .
# docs/OPERATIONS.md says how to run it; tests/image.test.ts runs each step without an engine.

FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY svelte.config.js tsconfig.json vite.config.ts ./
COPY src ./src
COPY static ./static
# Recipes show the very programs that the tests run.
COPY tests/clients ./tests/clients
RUN NODE_ENV=production node node_modules/vite/bin/vite.js build
# What a server needs: no tools, no Node from npm beside the image's own, no sources of SQLite, no
# binaries of other machines, no maps, and no TypeScript, which Node runs outside of packages only.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
	&& cd node_modules \
	&& rm -rf node-linux-* node-darwin-* node-bin-* .bin .package-lock.json .cache \
		better-sqlite3/deps better-sqlite3/src \
	&& find better-sqlite3/prebuilds -type f \
		! -name "$(node -p 'process.platform + "-" + process.arch').node" -delete \
	&& find . ../build -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) \
		-delete \
	&& find . -type d -empty -delete

FROM debian:trixie-slim
LABEL org.opencontainers.image.title="Mooring" \
	org.opencontainers.image.description="Connect your Instagram once. It stays connected." \
	org.opencontainers.image.licenses="MIT"
# Node alone: npm stays behind.
COPY --from=build /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY package.json LICENSE ./
COPY bin/start.mjs bin/mooring.ts bin/environment.mjs bin/outgoing-proxy.mjs bin/refusal.mjs ./bin/
COPY bin/server ./bin/server
COPY bin/practice ./bin/practice
COPY simulator ./simulator
COPY src/lib/*.ts ./src/lib/
COPY src/lib/server ./src/lib/server
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
RUN install -d -m 700 -o 1000 -g 1000 /data
USER 1000:1000
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s \
	CMD ["node", "bin/mooring.ts", "healthcheck"]
CMD ["node", "--max-semi-space-size=8", "bin/start.mjs"]
