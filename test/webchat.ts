import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

import { SignJWT } from 'jose'
import type { LightMyRequestResponse as Response } from 'fastify'

import type { App } from '../server/platform/http.ts'
import type { Person } from './factories.ts'

export interface Webchat {
  id: string
  key: string
  identitySecret: string
}

export async function newWebchat(admin: Person, fields: object = {}): Promise<Webchat> {
  const made = await admin.call('POST', '/api/webchats', { name: 'Website', ...fields })
  assert.equal(made.statusCode, 201, made.body)
  const { webchat, identitySecret } = made.json()
  return { id: webchat._id, key: webchat.key, identitySecret }
}

export interface Visitor {
  webchatId: string
  id: string
  isKnown: boolean
  call: (method: string, url: string, payload?: unknown) => Promise<Response>
  say: (content: string, fields?: object) => Promise<Response>
}

export function visit(app: App, { key }: Pick<Webchat, 'key'>, payload: object = {}): Promise<Response> {
  return app.inject({ method: 'POST', url: `/api/webchat/${key}/sessions`, payload })
}

/** Somebody who opened the webchat. */
export async function newVisitor(app: App, webchat: Pick<Webchat, 'key'>, payload: object = {}): Promise<Visitor> {
  const response = await visit(app, webchat, payload)
  assert.ok([200, 201].includes(response.statusCode), response.body)
  const { webchatId, visitor } = response.json()
  return { ...visitor, ...speakingFor(app, webchatId) }
}

export function speakingFor(app: App, webchatId: string): Pick<Visitor, 'webchatId' | 'call' | 'say'> {
  const headers = { authorization: `Bearer ${webchatId}` }
  const call: Visitor['call'] = (method, url, payload) =>
    app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
  const say: Visitor['say'] = (content, fields = {}) =>
    call('POST', '/api/webchat/messages', { clientId: randomUUID(), content, ...fields })
  return { webchatId, call, say }
}

/** As the server of the host site signs who its user is. */
export function identityOf(
  sub: string,
  secret: string,
  { seconds = 600, alg = 'HS256', ...claims }: { seconds?: number; alg?: string; [claim: string]: unknown } = {},
): Promise<string> {
  return new SignJWT({ sub, ...claims })
    .setProtectedHeader({ alg })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret))
}
