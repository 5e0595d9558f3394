# syntax=docker/dockerfile:1
FROM node:24-alpine AS manifest
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM manifest AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm run build

FROM manifest AS dependencies
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-alpine
LABEL org.opencontainers.image.title="rxmon" org.opencontainers.image.licenses="MIT"
# The full screen draws with blocks and lines where the locale says UTF-8.
ENV NODE_ENV=production LANG=C.UTF-8
WORKDIR /app
COPY --from=manifest /app/package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The default file is there even without a volume; a volume at /var/log takes its place.
RUN mkdir -p /var/log && touch /var/log/access.log
# Node is process 1: rxmon handles SIGTERM and SIGINT itself. The exec form passes arguments through.
ENTRYPOINT ["node", "/app/dist/bin.js"]
