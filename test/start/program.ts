import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { freePort } from '../crash/server.ts'

const root = path.join(import.meta.dirname, '../..')

export interface Options {
  uid?: number
}

/** The program as `npm start` runs it, with nothing in its environment but what is given. */
export class Program {
  readonly url: string
  readonly #child: ChildProcess
  readonly #exit: Promise<unknown>
  #output = ''

  constructor(environment: Record<string, string>, { uid }: Options = {}) {
    this.url = `http://127.0.0.1:${environment['PORT']}`
    this.#child = spawn(process.execPath, ['bin/run.js', 'server/main.ts'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...environment },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    })
    this.#exit = once(this.#child, 'close')
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  /** What it has said so far. */
  get output(): string {
    return this.#output
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Its exit code, or the signal that ended it. */
  async ended(): Promise<number | string | null> {
    await this.#exit
    return this.#child.exitCode ?? this.#child.signalCode
  }

  async stop(): Promise<number | string | null> {
    this.#child.kill('SIGTERM')
    return this.ended()
  }

  async die(): Promise<void> {
    if (this.hasEnded) return
    this.#child.kill('SIGKILL')
    await this.#exit
  }

  async healthy(): Promise<this> {
    while ((await fetch(`${this.url}/api/health`).catch(() => undefined))?.status !== 200) {
      if (this.hasEnded) throw new Error(`It ended before it could serve:\n${this.#output}`)
      await setTimeout(25)
    }
    return this
  }

  async says(words: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = words.exec(this.#output)
      if (found) return found
      if (this.hasEnded) throw new Error(`It ended without saying ${words.source}:\n${this.#output}`)
      await setTimeout(25)
    }
  }
}

/** Starts it on a port of its own; it is ended with the test. */
export async function start(t: TestContext, environment: Record<string, string>, options?: Options): Promise<Program> {
  const program = new Program({ PORT: String(await freePort()), ...environment }, options)
  before(t, () => program.die())
  return program
}

export function newDataDir(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tether-start-')))
  // As root, PostgreSQL runs as somebody else, who must get in.
  chmodSync(folder, 0o755)
  before(t, () => {
    const cluster = path.join(folder, 'postgres')
    if (existsSync(cluster)) rmSync(realpathSync(cluster), { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

const undone = new WeakMap<TestContext, Array<() => unknown>>()

/** Last first, so that a folder goes after what runs in it. */
function before(t: TestContext, undo: () => unknown): void {
  const present = undone.get(t)
  if (present) return void present.unshift(undo)
  const list = [undo]
  undone.set(t, list)
  t.after(async () => {
    for (const each of list) await each()
  })
}
