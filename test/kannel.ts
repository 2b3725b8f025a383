import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'

const programs = ['/usr/sbin/bearerbox', '/usr/sbin/smsbox', '/usr/lib/kannel/test/fakesmsc']
const aptGet = 'apt-get update && apt-get install -y --no-install-recommends kannel kannel-extras'

/** Whether Debian's Kannel is here; installed where that is allowed. */
export function ensureKannel(): boolean {
  if (programs.every((file) => existsSync(file))) return true
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    execFileSync('sh', ['-c', aptGet], { stdio: 'ignore', env, timeout: 5 * 60_000 })
  } catch {
    return false
  }
  return programs.every((file) => existsSync(file))
}

export interface Gateway {
  sendUrl: string
  username: string
  password: string
  /** The radio link to the handsets. */
  connectPhones: () => Promise<Phones>
  stop: () => Promise<void>
}

interface Phones {
  /** A handset writes; the words are Kannel's: text, ucs2 or data, and for the last two with %XX for each byte. */
  write: (from: string, to: string, kind: 'text' | 'ucs2', content: string) => void
  /** What the handsets got, as the fake SMS centre prints it. */
  received: () => string[]
  disconnect: () => Promise<void>
}

/** A real Kannel on loopback, whose every inbound message is posted to this address. */
export async function startGateway(postUrl: string): Promise<Gateway> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tether-kannel-'))
  chmodSync(folder, 0o755)
  const [admin, boxes, phones, web] = (await freePorts(4)) as [number, number, number, number]
  const file = path.join(folder, 'kannel.conf')
  writeFileSync(file, configuration({ admin, boxes, phones, web, postUrl }))
  const running = [spawn(programs[0]!, ['-v', '4', file], { cwd: folder, stdio: 'ignore' })]
  await accepts(boxes)
  running.push(spawn(programs[1]!, ['-v', '4', file], { cwd: folder, stdio: 'ignore' }))
  await accepts(web)
  return {
    sendUrl: `http://127.0.0.1:${web}/cgi-bin/sendsms`,
    username: 'crm',
    password: 'crmpass',
    connectPhones: () => connectPhones(phones),
    async stop() {
      for (const child of running.toReversed()) await end(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Ports {
  admin: number
  boxes: number
  phones: number
  web: number
  postUrl: string
}

function configuration({ admin, boxes, phones, web, postUrl }: Ports): string {
  return `group = core
admin-port = ${admin}
admin-interface = 127.0.0.1
admin-password = bar
smsbox-port = ${boxes}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
port = ${phones}
connect-allow-ip = "127.0.0.1"

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = ${boxes}
sendsms-port = ${web}
sendsms-interface = 127.0.0.1
http-request-retry = 20
http-queue-delay = 1

group = sendsms-user
username = crm
password = crmpass
concatenation = true
max-messages = 10

group = sms-service
keyword = default
catch-all = true
accept-x-kannel-headers = true
max-messages = 0
post-url = "${postUrl}"
`
}

async function connectPhones(port: number): Promise<Phones> {
  // Line by line in both directions, or it keeps what it got until it ends.
  const child = spawn('stdbuf', ['-i0', '-oL', programs[2]!, '-H', '127.0.0.1', '-r', String(port)])
  const lines: string[] = []
  let rest = ''
  const hear = (chunk: Buffer) => {
    const parts = (rest + chunk.toString('latin1')).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  }
  child.stderr.on('data', hear)
  child.stdout.on('data', hear)
  for (let tries = 0; tries < 200 && !lines.some((line) => line.includes('Connecting to')); tries++)
    await setTimeout(25)
  await setTimeout(300)
  return {
    write: (from, to, kind, content) => child.stdin.write(`${from} ${to} ${kind} ${content}\n`),
    received: () => lines.filter((line) => line.includes('Got message')),
    disconnect: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const late = new AbortController()
  void setTimeout(3000, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  )
  await gone
  late.abort()
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

async function accepts(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)))
      socket.on('error', () => resolve(false))
    })
    if (isOpen) return
    await setTimeout(25)
  }
  throw new Error(`Kannel does not listen on ${port}.`)
}
