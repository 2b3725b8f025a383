/** The baseline in a process of its own: bare Fastify, hand-written prepared SQL, and no question asked. */
import { fastify } from 'fastify'

import { inboundLoop } from './baseline/inbound-loop.ts'
import { openPool } from './baseline/pool.ts'
import { readRoutes } from './baseline/reads.ts'
import { sendRoute } from './baseline/writes.ts'

const { DATABASE_URL = '', ORGANIZATION_ID = '', USER_ID = '', PORT } = process.env

const app = fastify({ bodyLimit: 16 * 1024 * 1024 })
const pool = openPool(DATABASE_URL)
readRoutes(app, pool, ORGANIZATION_ID, USER_ID)
sendRoute(app, pool, ORGANIZATION_ID, USER_ID)
inboundLoop(app, pool)
app.get('/health', () => 'ok')
await app.listen({ port: Number(PORT), host: '127.0.0.1' })

process.once('SIGTERM', () => void app.close().then(() => pool.end()))
