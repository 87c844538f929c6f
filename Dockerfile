# The image of the Redis operator: docker build --tag redis-operator:0.1.0 .
# Any base with Node 24 does, such as a distroless one: --build-arg BASE=...
ARG BASE=node:24-slim

FROM node:24-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json LICENSE NOTICE ./
COPY hack/image hack/image
COPY decorators decorators
COPY scalars scalars
COPY spelling spelling
COPY runtime runtime
COPY api api
COPY controllers controllers
RUN node --import tsx --conditions=source hack/image/bundle.ts app

FROM ${BASE}
COPY --from=build /src/app /app
# Distroless images have their Node elsewhere.
ENV NODE_ENV=production PATH=/usr/local/bin:/usr/bin:/bin:/nodejs/bin
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8081 8443 9443
ENTRYPOINT ["node", "/app/main.mjs"]
