import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { adminEmail, encryptionKey, password } from '../data/shape.ts'
import type { Dataset } from '../dataset.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'

export interface Ours extends Child {
  /** Of the big organization's first ADMIN. */
  token: string
}

/** Where `--profile` has our server write what its time went into. */
let profiles: string | undefined

export function profileInto(folder: string | undefined): void {
  profiles = folder && path.resolve(folder)
}

/** Our server as it is run in production, on the dataset. */
export async function startOurs({ url }: Dataset, roles = 'web'): Promise<Ours> {
  const server = await startOn(url, roles)
  return { ...server, token: await logIn(server.url, adminEmail(1)) }
}

/** Our server on any database, also one that nobody can log in to. */
export async function startOn(databaseUrl: string, roles: string): Promise<Child> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-bench-'))
  const server = await startChild({
    file: 'bin/run.js',
    arguments: ['server/main.ts'],
    flags: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
    healthPath: roles.includes('web') ? '/api/health' : '',
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      JWT_SECRET: 'bench',
      ENCRYPTION_KEY: encryptionKey,
      LOG_LEVEL: 'warn',
      ROLES: roles,
      SIGNUP: 'open',
      PRIVATE_GATEWAYS: 'on',
      LIVE_CONNECTIONS_PER_USER: '100000',
      LIVE_CONNECTIONS_PER_ORGANIZATION: '100000',
    },
  })
  const stop = async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { ...server, stop }
}

/** Answers the token of whoever has this email. */
export async function logIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const answer = (await response.json()) as { token?: string }
  if (!answer.token) throw new Error(`Logging in answered ${response.status}.`)
  return answer.token
}

/** The bare routes that ours are measured against. */
export function startBaseline(dataset: Dataset): Promise<Child> {
  return startChild({
    file: 'bench/baseline.ts',
    healthPath: '/health',
    env: { DATABASE_URL: dataset.url, ORGANIZATION_ID: dataset.organizationId, USER_ID: dataset.adminId },
  })
}

/** A bare WebSocket server. */
export function startBroadcast(): Promise<Child> {
  return startChild({ file: 'bench/broadcast.ts', healthPath: '/health', env: {} })
}

/** A provider that takes every message after 50 ms. */
export function startProvider(): Promise<Child> {
  return startChild({ file: 'bench/provider.ts', healthPath: '/health', env: {} })
}
