import path from 'node:path'

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  databaseDirectUrl: string | undefined
  /** Off where the pooler in front of the database cannot keep prepared statements. */
  preparedStatements: boolean
  jwtSecret: string | undefined
  encryptionKey: string | undefined
  publicUrl: string
  adminEmail: string
  adminPassword: string | undefined
  signup: 'closed' | 'open'
  demo: boolean
  logLevel: string
  roles: ReadonlySet<'web' | 'worker'>
  trustProxy: string
  privateGateways: boolean
  metricsToken: string | undefined
  eventRetentionDays: number
}

class ConfigProblem extends Error {
  override name = 'ConfigProblem'
}

/** The one place that reads the environment; a wrong value is refused at the start, with its name. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = integer(env, 'PORT', 3000, 0, 65535)
  const host = env['HOST'] || '127.0.0.1'
  return {
    port,
    host,
    dataDir: path.resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: env['DATABASE_URL'] || undefined,
    databaseDirectUrl: env['DATABASE_DIRECT_URL'] || env['DATABASE_URL'] || undefined,
    preparedStatements: choice(env, 'DATABASE_PREPARE', ['on', 'off']) === 'on',
    jwtSecret: env['JWT_SECRET'] || undefined,
    encryptionKey: env['ENCRYPTION_KEY'] || undefined,
    publicUrl: (env['PUBLIC_URL'] || `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(/\/+$/, ''),
    adminEmail: (env['ADMIN_EMAIL'] || 'admin@example.com').trim().toLowerCase(),
    adminPassword: env['ADMIN_PASSWORD'] || undefined,
    signup: choice(env, 'SIGNUP', ['closed', 'open']),
    demo: env['DEMO'] === '1',
    logLevel: choice(env, 'LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
    roles: roles(env['ROLES'] || 'web,worker'),
    trustProxy: env['TRUST_PROXY'] || 'loopback',
    privateGateways: choice(env, 'PRIVATE_GATEWAYS', ['on', 'off']) === 'on',
    metricsToken: env['METRICS_TOKEN'] || undefined,
    eventRetentionDays: integer(env, 'EVENT_RETENTION_DAYS', 30, 1, 36500),
  }
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const text = env[name]
  if (!text) return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ConfigProblem(`${name} must be a whole number from ${min} to ${max}, not "${text}".`)
  }
  return value
}

function choice<const T extends string>(env: NodeJS.ProcessEnv, name: string, values: readonly [T, ...T[]]): T {
  const text = env[name]
  if (!text) return values[0]
  const value = values.find((each) => each === text)
  if (value === undefined) throw new ConfigProblem(`${name} must be one of ${values.join(', ')}, not "${text}".`)
  return value
}

function roles(text: string): ReadonlySet<'web' | 'worker'> {
  return new Set(
    text.split(',').map((name) => {
      const role = name.trim()
      if (role !== 'web' && role !== 'worker')
        throw new ConfigProblem(`ROLES holds web, worker or both, not "${text}".`)
      return role
    }),
  )
}
