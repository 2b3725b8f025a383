import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'

import type { Response } from 'light-my-request'

import { startApp } from './app.ts'
import { assertRefused } from './bad-input/refused.ts'
import { wrongTextsFor, wrongValuesFor } from './bad-input/values.ts'
import { call } from './routes/call.ts'
import { callerOf } from './routes/caller.ts'
import { dumpOf } from './routes/dump.ts'
import type { RouteRequest } from './routes/entry.ts'
import { recordRoutes } from './routes/recorded.ts'
import type { Schema } from './routes/recorded.ts'
import { withEntries } from './routes/table.ts'
import type { KnownRoute } from './routes/table.ts'
import { newPeople, newThings } from './routes/things.ts'

const recorded = recordRoutes()
const server = await startApp()
const { app } = server
const routes = withEntries(recorded).filter((route) => !route.isHidden)

const people = await newPeople(server)
const own = await newThings(server, people)
const { admin } = people
// Reading the log gives the events their places, once.
await admin.call('GET', '/api/event-logs')
let before = await dumpOf(server.databaseUrl)

afterEach(async () => {
  const untouched = before
  before = await dumpOf(server.databaseUrl)
  assert.deepEqual(before, untouched)
  assert.equal((await app.inject('/api/health')).statusCode, 200)
})

const isOfVisitors = (route: KnownRoute) => route.url.startsWith('/api/webchat/')
const isWebhook = (route: KnownRoute) => route.url.startsWith('/api/webhook/')
const takesBody = (route: KnownRoute) => route.schema.body !== undefined && !isWebhook(route)
const changes = (route: KnownRoute) => route.method !== 'GET'

for (const route of routes.filter(takesBody)) {
  test(`${route.name} refuses wrong values in each field of its body`, async () => {
    for (const [name, schema] of fieldsOf(route.schema.body)) {
      for (const value of wrongValuesFor(schema)) {
        const answer = await send(route, (request) => ({ ...request, body: { ...request.body, [name]: value } }))
        assertRefused(answer, `${name} is ${JSON.stringify(value)?.slice(0, 50)}`)
      }
    }
  })

  test(`${route.name} refuses a body without a field that it needs`, async () => {
    for (const name of neededIn(route.schema.body)) {
      const answer = await send(route, ({ body, ...request }) => ({ ...request, body: without(body ?? {}, name) }))
      assertRefused(answer, `no ${name}`)
    }
  })

  test(`${route.name} refuses a body that is no object`, async () => {
    const mayBeNull = [route.schema.body!.type].flat().includes('null')
    const mayBeMissing = mayBeNull || (route.method === 'POST' && neededIn(route.schema.body).length === 0)
    const none = [...(mayBeNull ? [] : ['null']), ...(mayBeMissing ? [] : ['', ' '])]
    const texts = ['[]', '[{}]', '12', '"text"', 'true', ...none]
    for (const text of texts) assertRefused(await sendText(route, text), text)
  })
}

for (const route of routes) {
  test(`${route.name} refuses wrong values in its path and query`, async () => {
    for (const [part, schema] of [
      ['params', route.schema.params],
      ['query', route.schema.querystring],
    ] as const) {
      for (const [name, field] of fieldsOf(schema)) {
        for (const value of wrongTextsFor(field)) {
          const answer = await send(route, (request) => ({ ...request, [part]: { ...request[part], [name]: value } }))
          assertRefused(answer, `${name} is ${JSON.stringify(value).slice(0, 50)}`)
        }
      }
    }
  })
}

for (const route of routes.filter(changes)) {
  test(`${route.name} refuses what is no JSON, or too much of it, or too deep`, async () => {
    for (const text of brokenTexts) assertRefused(await sendText(route, text), text.slice(0, 40))
    for (const [what, text] of Object.entries(nestedTexts)) assertRefused(await sendText(route, text), what)
    for (const type of otherTypes) {
      if (isWebhook(route) && type.includes('urlencoded')) continue
      assertRefused(await sendText(route, '{}', { 'content-type': type }), type)
    }
    const answer = await sendText(route, tenMegabytes)
    assertRefused(answer, '10 MB')
    // Who comes with a secret of another kind is told so before anything is read.
    if (!isOfVisitors(route)) assert.equal(answer.statusCode, 413)
  })
}

const tenMegabytes = JSON.stringify({ content: 'x'.repeat(10_000_000) })

const nestedTexts = Object.fromEntries(
  [1000, 10_000, 100_000].flatMap((depth) => [
    [`${depth} lists`, '['.repeat(depth) + ']'.repeat(depth)],
    [`${depth} objects`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
  ]),
)

const brokenTexts = [
  '{',
  '{"a":',
  'nonsense',
  '{"a":1}}',
  "{'a':1}",
  '[1,2',
  '{"a":NaN}',
  '{"a":"\n"}',
  '\u0000',
  '{"a":1,}',
]

const otherTypes = [
  'text/plain',
  'text/xml',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'application/json-seq',
  '*/*',
  'nonsense',
  '',
]

function send(route: KnownRoute, change: (request: RouteRequest) => RouteRequest): Promise<Response> {
  return call(app, route, callerOf(route, people), change(route.entry.requests(own)[0]!))
}

function sendText(route: KnownRoute, text: string, headers: Record<string, string> = {}): Promise<Response> {
  return send(route, (request) => ({
    ...request,
    body: text as never,
    headers: { 'content-type': 'application/json', ...headers },
  }))
}

function fieldsOf(schema: Schema | undefined): Array<[string, Schema]> {
  return Object.entries(schema?.properties ?? {})
}

/** What has a default may be left out. */
function neededIn(schema: Schema | undefined): string[] {
  return (schema?.required ?? []).filter((name) => schema?.properties?.[name]?.default === undefined)
}

function without(body: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([each]) => each !== name))
}
