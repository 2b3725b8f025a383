import { isIP } from 'node:net'
import path from 'node:path'

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  databaseDirectUrl: string | undefined
  /** Off where the pooler in front of the database cannot keep prepared statements. */
  preparedStatements: boolean
  /** How long a statement of a request may run; 0 sets no limit. */
  statementSeconds: number
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
  /** Whether webhooks may name addresses in private networks, and http without s. */
  privateWebhooks: boolean
  metricsToken: string | undefined
  eventRetentionDays: number
  /** How many streams and sockets may be open in one process. */
  liveConnections: { perUser: number; perOrganization: number }
  /** Unset: no mail leaves, and admins hand links on themselves. */
  smtpUrl: string | undefined
  mailFrom: string
  /** Undefined keeps files under the data directory. */
  s3: S3Config | undefined
}

export interface S3Config {
  /** Undefined is Amazon's own. */
  endpoint: string | undefined
  bucket: string
  region: string
  /** Undefined leaves it to the machine's own role. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
  forcePathStyle: boolean
}

/** What an operator configured and can mend: its message is all there is to show. */
export class ConfigProblem extends Error {
  override name = 'ConfigProblem'
}

/** The one place that reads the environment; a wrong value is refused at the start, with its name. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const port = integer(env, 'PORT', 3000, 0, 65535)
  const host = env['HOST'] || '127.0.0.1'
  const signup = choice(env, 'SIGNUP', ['closed', 'open'])
  return {
    port,
    host,
    dataDir: path.resolve(env['DATA_DIR'] || 'data'),
    databaseUrl: databaseUrl(env, 'DATABASE_URL'),
    databaseDirectUrl: databaseUrl(env, 'DATABASE_DIRECT_URL') ?? databaseUrl(env, 'DATABASE_URL'),
    preparedStatements: choice(env, 'DATABASE_PREPARE', ['on', 'off']) === 'on',
    statementSeconds: integer(env, 'DATABASE_STATEMENT_SECONDS', 60, 0, 3600),
    jwtSecret: env['JWT_SECRET'] || undefined,
    encryptionKey: env['ENCRYPTION_KEY'] || undefined,
    publicUrl: publicUrl(env['PUBLIC_URL'] || `http://${host.includes(':') ? `[${host}]` : host}:${port}`),
    adminEmail: email(env, 'ADMIN_EMAIL', 'admin@example.com'),
    adminPassword: env['ADMIN_PASSWORD'] || undefined,
    signup,
    demo: choice(env, 'DEMO', ['0', '1']) === '1',
    logLevel: choice(env, 'LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent']),
    roles: roles(env['ROLES'] || 'web,worker'),
    trustProxy: trustProxy(env['TRUST_PROXY'] || 'loopback'),
    // Whom anybody may become is not to have this server call its neighbours.
    privateGateways: choice(env, 'PRIVATE_GATEWAYS', signup === 'open' ? ['off', 'on'] : ['on', 'off']) === 'on',
    privateWebhooks: choice(env, 'PRIVATE_WEBHOOKS', ['off', 'on']) === 'on',
    metricsToken: env['METRICS_TOKEN'] || undefined,
    eventRetentionDays: integer(env, 'EVENT_RETENTION_DAYS', 30, 1, 36500),
    liveConnections: {
      perUser: integer(env, 'LIVE_CONNECTIONS_PER_USER', 50, 1, 1_000_000),
      perOrganization: integer(env, 'LIVE_CONNECTIONS_PER_ORGANIZATION', 5000, 1, 1_000_000),
    },
    smtpUrl: smtpUrl(env),
    mailFrom: mailFrom(env),
    s3: s3(env),
  }
}

function s3(env: NodeJS.ProcessEnv): S3Config | undefined {
  const [endpoint, bucket] = [env['S3_ENDPOINT'], env['S3_BUCKET']]
  const [accessKeyId, secretAccessKey] = [env['S3_ACCESS_KEY_ID'], env['S3_SECRET_ACCESS_KEY']]
  if (endpoint && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new ConfigProblem(`S3_ENDPOINT must be an address such as https://s3.example.com, not "${endpoint}".`)
  if (!bucket && (endpoint || accessKeyId)) throw new ConfigProblem('S3_BUCKET is missing: name the bucket for files.')
  if (!accessKeyId !== !secretAccessKey)
    throw new ConfigProblem('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set both or neither.')
  const forcePathStyle = choice(env, 'S3_FORCE_PATH_STYLE', ['0', '1']) === '1'
  if (!bucket) return undefined
  return {
    endpoint: endpoint || undefined,
    bucket,
    region: env['S3_REGION'] || 'us-east-1',
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    forcePathStyle,
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

// Not repeated in the message: it may hold a password.
function databaseUrl(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = env[name]
  if (!text || /^postgres(ql)?:\/\//.test(text)) return text || undefined
  throw new ConfigProblem(`${name} must begin with postgresql://.`)
}

// Nor is this.
function smtpUrl(env: NodeJS.ProcessEnv): string | undefined {
  const text = env['SMTP_URL']
  if (!text || (/^smtps?:\/\//.test(text) && URL.canParse(text))) return text || undefined
  throw new ConfigProblem('SMTP_URL must be an address such as smtp://user:password@mail.example.com:587.')
}

function mailFrom(env: NodeJS.ProcessEnv): string {
  const text = env['MAIL_FROM'] ?? ''
  if (!text && !env['SMTP_URL']) return ''
  if (/^([^<>"@]+ <[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(text)) return text
  throw new ConfigProblem(`MAIL_FROM must be such as "Tether <no-reply@example.com>", not "${text}".`)
}

function publicUrl(text: string): string {
  const url = URL.parse(text)
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (isWeb && !url.search && !url.hash) return text.replace(/\/+$/, '')
  throw new ConfigProblem(`PUBLIC_URL must be an address such as https://crm.example.com, not "${text}".`)
}

// Logging in asks for no less.
function email(env: NodeJS.ProcessEnv, name: string, fallback: string): string {
  const text = env[name] || fallback
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())) return text.trim().toLowerCase()
  throw new ConfigProblem(`${name} must be an email address, not "${text}".`)
}

function trustProxy(text: string): string {
  if (text.split(',').every((each) => isProxy(each.trim()))) return text
  throw new ConfigProblem(
    `TRUST_PROXY holds addresses, networks (10.0.0.0/8), loopback, linklocal or uniquelocal, by commas, not "${text}".`,
  )
}

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits] = text.split('/')
  const width = isIP(address) === 6 ? 128 : 32
  return isIP(address) > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
}
