import { timingSafeEqual } from 'node:crypto'

import type { FastifyRequest } from 'fastify'
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import { countWaiting } from '../messages/outbox.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'

/** Something that a feature counts by itself. */
export interface GaugeSource {
  name: string
  help: string
  read: () => number
}

/** Prometheus: for this machine itself, or for whoever brings METRICS_TOKEN. */
export function metricsRoute(app: App, db: Database, config: Config, sources: readonly GaugeSource[]): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  measureRequests(app, registry)
  new Gauge({
    name: 'tether_outbox_messages',
    help: 'Messages that have still to leave.',
    registers: [registry],
    async collect() {
      this.set(await countWaiting(db))
    },
  })
  for (const { name, help, read } of sources) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }

  app.get('/metrics', { config: { isPublic: true }, schema: { hide: true } }, async (request, reply) => {
    refuseStranger(request, config.metricsToken)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function measureRequests(app: App, registry: Registry): void {
  const duration = new Histogram({
    name: 'tether_request_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const known = new Map<string, ReturnType<typeof duration.labels>>()
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const labels = { method, route: routeOptions.url ?? 'none', status: reply.statusCode }
    // Looking the labels up by their hash, as the library does each time, costs as much as all the rest of the hook.
    const key = `${labels.method} ${labels.status} ${labels.route}`
    const observer = known.get(key) ?? duration.labels(labels)
    known.set(key, observer)
    observer.observe(reply.elapsedTime / 1000)
    done()
  })
}

function refuseStranger(request: FastifyRequest, token: string | undefined): void {
  const isLocal = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '')
  // A proxy on this machine is local as well, but says for whom it asks.
  const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined
  if (isLocal && !isForwarded) return
  if (token && isSame(request.headers.authorization ?? '', `Bearer ${token}`)) return
  throw new Refusal(
    403,
    'metrics_not_allowed',
    'Metrics are for this machine, or for whoever brings METRICS_TOKEN as Bearer.',
  )
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}
