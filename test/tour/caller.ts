import assert from 'node:assert/strict'

/** Somebody who asks a running server over the network. */
export interface Caller {
  base: string
  call: <T = { _id: string }>(method: string, path: string, body?: object | FormData) => Promise<T>
}

export async function enter(base: string, email: string, password: string): Promise<Caller> {
  const { token } = await callerWith(base).call<{ token: string }>('POST', '/api/auth/login', { email, password })
  return callerWith(base, token)
}

/** Somebody whose organization is empty. */
export async function register(base: string, email: string, password: string): Promise<Caller> {
  const payload = { email, password, fullName: 'Nina Newcomer', organizationName: 'Empty Rooms' }
  const { token } = await callerWith(base).call<{ token: string }>('POST', '/api/auth/register', payload)
  return callerWith(base, token)
}

function callerWith(base: string, token?: string): Caller {
  return {
    base,
    call: async (method, path, body) => {
      const isForm = body instanceof FormData
      const response = await fetch(base + path, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
      })
      const text = await response.text()
      assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`)
      return JSON.parse(text)
    },
  }
}
