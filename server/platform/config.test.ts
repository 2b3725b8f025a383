import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'

import { readConfig } from './config.ts'

test('without an environment it listens on this machine only, closed to newcomers', () => {
  const config = readConfig({})
  assert.deepEqual([config.port, config.host, config.publicUrl], [3000, '127.0.0.1', 'http://127.0.0.1:3000'])
  assert.deepEqual([config.signup, config.demo, config.databaseUrl], ['closed', false, undefined])
  assert.equal(config.dataDir, path.resolve('data'))
  assert.deepEqual([...config.roles], ['web', 'worker'])
})

test('the environment is taken at its word', () => {
  const config = readConfig({
    PORT: '8080',
    HOST: '::1',
    DATA_DIR: '/srv/tether',
    DATABASE_URL: 'postgresql://one/tether',
    ADMIN_EMAIL: ' Boss@Example.COM ',
    SIGNUP: 'open',
    DEMO: '1',
    ROLES: 'worker',
  })
  assert.deepEqual([config.port, config.dataDir, config.publicUrl], [8080, '/srv/tether', 'http://[::1]:8080'])
  assert.deepEqual([config.adminEmail, config.signup, config.demo], ['boss@example.com', 'open', true])
  assert.deepEqual([...config.roles], ['worker'])
  assert.equal(config.databaseDirectUrl, 'postgresql://one/tether')
  assert.equal(readConfig({ PUBLIC_URL: 'https://crm.example.com/' }).publicUrl, 'https://crm.example.com')
})

test('where anybody may register, nobody has this server call its neighbours unless the operator says so', () => {
  assert.equal(readConfig({}).privateGateways, true)
  assert.equal(readConfig({ PRIVATE_GATEWAYS: 'off' }).privateGateways, false)
  assert.equal(readConfig({ SIGNUP: 'open' }).privateGateways, false)
  assert.equal(readConfig({ SIGNUP: 'open', PRIVATE_GATEWAYS: 'on' }).privateGateways, true)
})

test('an empty value is none', () => {
  const empty = Object.fromEntries(
    ['PORT', 'HOST', 'DATA_DIR', 'DATABASE_URL', 'JWT_SECRET', 'PUBLIC_URL', 'ROLES', 'SIGNUP'].map((name) => [
      name,
      '',
    ]),
  )
  assert.deepEqual(readConfig(empty), readConfig({}))
})

const mayHoldPassword = new Set(['DATABASE_URL', 'DATABASE_DIRECT_URL', 'SMTP_URL'])

test('a wrong value is refused with the name of its variable and what it said', () => {
  const wrong: Record<string, string[]> = {
    PORT: ['http', '70000', '-1', '3000.5', '3000x'],
    ROLES: ['web,cook', 'none', 'web,', ','],
    SIGNUP: ['yes', 'Open'],
    DEMO: ['yes', 'true'],
    LOG_LEVEL: ['loud'],
    DATABASE_URL: ['localhost', 'mysql://localhost/tether'],
    DATABASE_DIRECT_URL: ['nonsense'],
    DATABASE_PREPARE: ['1'],
    DATABASE_STATEMENT_SECONDS: ['-1', '1.5', 'never'],
    PRIVATE_GATEWAYS: ['true'],
    PRIVATE_WEBHOOKS: ['true'],
    PUBLIC_URL: ['crm.example.com', 'ftp://crm.example.com', 'https://crm.example.com/?a=b'],
    TRUST_PROXY: ['everybody', '10.0.0.0/99'],
    ADMIN_EMAIL: ['nobody', 'admin@localhost', 'two words@example.com'],
    EVENT_RETENTION_DAYS: ['0', 'forever'],
    S3_ENDPOINT: ['s3.example.com', 'ftp://s3.example.com'],
    S3_FORCE_PATH_STYLE: ['yes'],
    SMTP_URL: ['mail.example.com', 'http://mail.example.com'],
    MAIL_FROM: ['nobody', 'Two <one@example.com> <two@example.com>'],
  }
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error: Error) => {
          assert.equal(error.name, 'ConfigProblem')
          assert.match(error.message, new RegExp(`^${name} .*\\.$`))
          assert.equal(error.message.includes(`"${value}"`), !mayHoldPassword.has(name), error.message)
          return true
        },
        `${name}=${value}`,
      )
    }
  }
})

test('a bucket is all that files elsewhere need; half of its credentials, or none of its name, is refused', () => {
  assert.equal(readConfig({}).s3, undefined)
  assert.deepEqual(readConfig({ S3_BUCKET: 'ours' }).s3, {
    endpoint: undefined,
    bucket: 'ours',
    region: 'us-east-1',
    credentials: undefined,
    forcePathStyle: false,
  })
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' }
  const more = { S3_ENDPOINT: 'http://127.0.0.1:9000', S3_REGION: 'eu-1', S3_FORCE_PATH_STYLE: '1' }
  assert.deepEqual(readConfig({ S3_BUCKET: 'ours', ...keys, ...more }).s3, {
    endpoint: 'http://127.0.0.1:9000',
    bucket: 'ours',
    region: 'eu-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    forcePathStyle: true,
  })
  for (const [env, named] of [
    [{ S3_BUCKET: 'ours', S3_ACCESS_KEY_ID: 'id' }, /S3_SECRET_ACCESS_KEY/],
    [{ S3_BUCKET: 'ours', S3_SECRET_ACCESS_KEY: 'secret' }, /S3_ACCESS_KEY_ID/],
    [keys, /S3_BUCKET is missing/],
    [{ S3_ENDPOINT: 'https://s3.example.com' }, /S3_BUCKET is missing/],
  ] as const) {
    assert.throws(
      () => readConfig(env),
      (error: Error) => error.name === 'ConfigProblem' && named.test(error.message),
    )
  }
})

test('what a proxy may be is taken as addresses, networks, or their usual names', () => {
  for (const value of ['loopback', '10.0.0.1', '10.0.0.0/8, 192.168.0.1', 'loopback, uniquelocal', 'fd00::/8']) {
    assert.equal(readConfig({ TRUST_PROXY: value }).trustProxy, value)
  }
})

test('who sends mail must say from which address', () => {
  const smtp = { SMTP_URL: 'smtp://mail.example.com:587' }
  assert.throws(() => readConfig(smtp), /^ConfigProblem: MAIL_FROM must be such as/)
  assert.equal(readConfig({ ...smtp, MAIL_FROM: 'Tether <crm@example.com>' }).mailFrom, 'Tether <crm@example.com>')
})
