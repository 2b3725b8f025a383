import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Response } from 'light-my-request'

import { startApp } from './app.ts'
import { call } from './routes/call.ts'
import { callerOf } from './routes/caller.ts'
import { recordRoutes } from './routes/recorded.ts'
import { withEntries } from './routes/table.ts'
import type { KnownRoute } from './routes/table.ts'
import { newPeople, newThings } from './routes/things.ts'

interface Operation {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: object[]
  parameters?: Array<{ name: string; in: string; required?: boolean; schema: object }>
  requestBody?: { content: Record<string, object> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  tags: Array<{ name: string }>
}

const recorded = recordRoutes()
const server = await startApp()
const { app } = server
const routes = withEntries(recorded).filter((route) => !route.isHidden)
const people = await newPeople(server)
const document = (await app.inject('/api/openapi.json')).json<OpenApi>()

// What is answered must be documented to the last field, so that what is not is refused here.
const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema(closed(document) as object, 'document')

test('the contract is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(
    structuredClone(document) as unknown as Record<string, unknown>,
  )
  assert.ok(valid, JSON.stringify(errors))
  assert.match(JSON.stringify(document), /^\{"openapi":"3\.1\.\d"/)
})

test('the contract lists every route under /api, and none that is not there', () => {
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const served = routes.map(({ method, url }) => `${method} ${pathOf(url)}`)
  assert.deepEqual(documented.toSorted(), served.toSorted())
})

test('each route has its own name, a summary that nobody else has, and known tags', () => {
  const operations = routes.map((route) => operationOf(route))
  const names = operations.map(({ operationId }) => operationId)
  assert.equal(new Set(names).size, names.length)
  for (const [index, { operationId, summary, tags = [] }] of operations.entries()) {
    assert.ok(operationId && summary && tags.length > 0, routes[index]!.name)
    for (const tag of tags)
      assert.ok(
        document.tags.some(({ name }) => name === tag),
        tag,
      )
  }
})

for (const route of routes) {
  test(`${route.name} documents what it takes, who may call it, and every answer`, () => {
    const { security, parameters = [], requestBody, responses } = operationOf(route)
    const needsToken = security?.some((each) => 'bearer' in each) ?? false
    assert.equal(needsToken, !['anyone', 'anyone with a session'].includes(String(route.entry.roles)))
    assert.equal(security?.some((each) => Object.keys(each).length === 0) ?? !needsToken, route.isPublic)

    const { params, querystring, body } = route.schema
    for (const [place, schema] of [
      ['path', params],
      ['query', querystring],
    ] as const) {
      const names = new Set(parameters.filter((each) => each.in === place).map((each) => each.name))
      for (const name of Object.keys(schema?.properties ?? {})) assert.ok(names.has(name), name)
    }
    assert.equal(requestBody !== undefined, body !== undefined)

    const statuses = Object.keys(responses)
    assert.ok(
      statuses.some((status) => /^[23]/.test(status)),
      'no success',
    )
    for (const status of expectedErrors(route)) assert.ok(statuses.includes(String(status)), `no ${status}`)
    for (const [status, { description }] of Object.entries(responses)) assert.ok(description, status)
  })
}

for (const route of routes) {
  test(`${route.name} answers what is documented, and no field more`, async () => {
    const own = await newThings(server, people)
    for (const request of route.entry.requests(own)) {
      const isForm = request.headers !== undefined
      const answer = await call(app, route, callerOf(route, people), request)
      const expected = route.entry.isRefused ? /^409$/ : /^[23]/
      if (!isForm) assert.match(String(answer.statusCode), expected, answer.body)
      assertDocumented(route, answer)
    }
    assertDocumented(route, await call(app, route, undefined))
    assertDocumented(route, await call(app, route, people.rep))
    assertDocumented(route, await call(app, route, people.admin, { params: { id: 'f'.repeat(24) } }))
  })
}

test('what has a default may be left out of a request, and is in every answer', () => {
  const operations = Object.values(document.paths).flatMap((each) => Object.values(each))
  for (const { operationId, parameters = [], requestBody } of operations) {
    for (const { name, required, schema } of parameters) {
      assert.ok(!required || !('default' in schema), `${operationId}: ${name}`)
    }
    assert.deepEqual(requiredWithDefault(requestBody), [], operationId)
  }
  const types = document.paths['/api/organizations/{id}/document-types']!['put']!
  assert.deepEqual(requiredWithDefault(types.responses), ['isRequired'])
})

function requiredWithDefault(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, required } = schema as { properties?: Record<string, object>; required?: unknown }
  const own = Array.isArray(required) ? (required as string[]).filter((name) => 'default' in properties[name]!) : []
  return [...own, ...Object.values(schema).flatMap(requiredWithDefault)]
}

test('a field that is not documented is noticed', () => {
  const check = ajv.compile({ $ref: 'document#/components/schemas/Message' })
  assert.ok(!check({ undocumented: true }))
  assert.ok(check.errors?.some(({ keyword }) => keyword === 'additionalProperties'))
})

function operationOf({ method, url }: KnownRoute): Operation {
  const operation = document.paths[pathOf(url)]?.[method.toLowerCase()]
  assert.ok(operation, `${method} ${url} is not documented`)
  return operation
}

function pathOf(url: string): string {
  return url.replace(/:(\w+)/g, '{$1}')
}

function expectedErrors({ method, schema, entry }: KnownRoute): number[] {
  return [
    500,
    ...(schema.params || schema.querystring || schema.body ? [400] : []),
    ...(entry.roles === 'anyone' ? [] : [401]),
    ...(String(entry.roles).startsWith('anyone') || method === 'GET' ? [] : [409, 422]),
    ...(Object.keys(entry.ids).length > 0 ? [404] : []),
    ...(schema.body ? [413, 415] : []),
  ]
}

function assertDocumented(route: KnownRoute, answer: Response): void {
  const said = `${route.name}: ${answer.statusCode} ${answer.body.slice(0, 500)}`
  const documented = operationOf(route).responses[answer.statusCode]
  assert.ok(documented, said)
  if (answer.statusCode === 204) return assert.equal(answer.body, '')
  const [type = ''] = String(answer.headers['content-type']).split(';')
  const kinds = Object.keys(documented.content ?? {})
  if (!kinds.includes(type)) return assert.ok(kinds.includes('application/octet-stream'), `${said} is ${type}`)
  if (type !== 'application/json') return
  const steps = [
    'paths',
    pathOf(route.url),
    route.method.toLowerCase(),
    'responses',
    answer.statusCode,
    'content',
    type,
    'schema',
  ]
  const pointer = steps.map((step) => encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1')))
  const check = ajv.compile({ $ref: `document#/${pointer.join('/')}` })
  assert.ok(check(answer.json()), `${said}\n${ajv.errorsText(check.errors)}`)
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inside = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  const isObject = 'type' in schema && [schema.type].flat().includes('object') && 'properties' in schema
  return isObject && !('additionalProperties' in schema) ? { ...inside, additionalProperties: false } : inside
}
