import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { startChild } from '../servers/child.ts'
import { startBaseline } from '../servers/servers.ts'
import type { Figure, Measurement } from './measurement.ts'

export const starting: Measurement = {
  name: 'starting',
  title: 'Starting, and memory while idle',
  against: 'the bare server, on a database that runs already',
  async measure({ dataset, effort }) {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'tether-start-'))
    // As root, PostgreSQL runs as somebody else, who must get in.
    chmodSync(dataDir, 0o755)
    const baseline = await startBaseline(dataset)
    await baseline.stop()
    try {
      const first = await start(dataDir, effort.idleSeconds)
      const again = await start(dataDir, effort.idleSeconds)
      const bare = seconds(baseline.secondsToReady)
      return [
        { what: 'from nothing, with its own PostgreSQL', ours: seconds(first.secondsToReady), baseline: bare },
        { ...warm(again.secondsToReady), baseline: bare },
        {
          what: 'memory while idle, PostgreSQL not counted',
          ours: `${Math.round(again.memory)} MB`,
          baseline: '',
        },
      ]
    } finally {
      for (const folder of [realpathSync(path.join(dataDir, 'postgres')), dataDir]) {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  },
}

async function start(dataDir: string, idleSeconds: number): Promise<{ secondsToReady: number; memory: number }> {
  const server = await startChild({
    file: 'bin/run.js',
    arguments: ['server/main.ts'],
    healthPath: '/api/health',
    env: { DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  })
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000))
  const memory = server.memory()
  await server.stop()
  return { secondsToReady: server.secondsToReady, memory }
}

function warm(value: number): Pick<Figure, 'what' | 'ours' | 'target' | 'isMet'> {
  return { what: 'a second start', ours: seconds(value), target: '≤ 2 s', isMet: value <= 2 }
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`
}
