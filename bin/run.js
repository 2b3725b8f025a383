/**
 * `node bin/run.js <file.ts> [arguments]` runs a file of this project from a fresh clone, on any Node from 20 on:
 * it installs what is missing and brings a Node that runs TypeScript as it is. `--bin` prints the folders for PATH.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const oldestNode = 24
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const runtime = path.join(root, 'runtime')
const modules = path.join(root, 'node_modules')
const compileCache = path.join(modules, '.cache', 'compiled')
const thisPlatform = `${process.platform}-${process.arch}`
const interrupted = 'interrupted\n'
const isCurrent = Number(process.versions.node.split('.')[0]) >= oldestNode

await run(process.argv.slice(2))

async function run([file, ...rest]) {
  if (!file) throw new Error('usage: node bin/run.js <file.ts> [arguments]')
  if (process.send && isCurrent) return runHere(file, rest)

  await install(isCurrent ? [root] : [root, runtime]).catch(giveUp)
  const node = isCurrent ? process.execPath : runtimeNode()
  const folders = [path.dirname(node), path.join(modules, '.bin')].join(path.delimiter)
  if (file === '--bin') return console.log(folders)

  process.env.PATH = [folders, process.env.PATH].join(path.delimiter)
  return isCurrent ? runHere(file, rest) : runWith(node, [file, ...rest])
}

async function runHere(file, rest) {
  module.enableCompileCache(compileCache)
  stopWithLauncher()
  const absolute = path.resolve(file)
  process.argv = [process.execPath, absolute, ...rest]
  await import(pathToFileURL(absolute).href)
}

/** A launcher that was killed outright cannot forward anything: its end is then the signal to stop. */
function stopWithLauncher() {
  if (!process.send) return
  const stop = () => process.kill(process.pid, 'SIGTERM')
  if (!process.connected) return stop()
  process.once('disconnect', stop)
  process.channel.unref()
}

function runWith(node, rest) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) forward(signal, child)
  child.once('error', giveUp)
  child.once('exit', (code, signal) => process.exit(code ?? 128 + os.constants.signals[signal]))
}

/** A terminal signals the whole group and npm passes the same signal on: within a second it is one signal. */
function forward(signal, child) {
  let last = -Infinity
  process.on(signal, () => {
    if (performance.now() - last > 1000) child.kill(signal)
    last = performance.now()
  })
}

function runtimeNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const folder = path.join(runtime, 'node_modules', `node-${platform}-${process.arch}`, 'bin')
  const node = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(node)) return node
  return giveUp(
    new Error(
      `Tether needs Node ${oldestNode} or newer, and there is none to install for ${platform}-${process.arch}: install it yourself.`,
    ),
  )
}

async function install(folders) {
  if (folders.every(isInstalled)) return
  const lock = await lockInstallation()
  await Promise.all(
    folders.filter((folder) => !isInstalled(folder)).map((folder) => installFolder(folder, lock.server)),
  )
  lock.release()
}

function isInstalled(folder) {
  return readStamp(folder) === wantedStamp(folder)
}

function readStamp(folder) {
  try {
    return readFileSync(stampOf(folder), 'utf8')
  } catch {
    return undefined
  }
}

function stampOf(folder) {
  return path.join(folder, 'node_modules', '.installed')
}

function wantedStamp(folder) {
  const hash = createHash('sha256').update(readFileSync(path.join(folder, 'package-lock.json')))
  return `${thisPlatform} ${hash.digest('hex')}\n`
}

async function installFolder(folder, lock) {
  const stamp = wantedStamp(folder)
  if (!matchesLockFile(folder)) {
    console.error(folder === root ? 'Installing dependencies …' : `Installing Node ${oldestNode} …`)
    startAfresh(folder)
    await npmInstall(folder, lock)
  }
  writeFileSync(stampOf(folder), stamp)
}

/** npm takes half a package for a whole one, so what an interrupted installation left is not built upon. */
function startAfresh(folder) {
  if (readStamp(folder) === interrupted) rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true })
  mkdirSync(path.dirname(stampOf(folder)), { recursive: true })
  writeFileSync(stampOf(folder), interrupted)
}

/** After somebody's own `npm install` all is there already, and need not be asked for again. */
function matchesLockFile(folder) {
  if (!(readStamp(folder) ?? thisPlatform).startsWith(thisPlatform)) return false
  try {
    const wanted = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).packages
    const present = JSON.parse(readFileSync(path.join(folder, 'node_modules', '.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(([name, { version, optional }]) => {
      if (name === '') return true
      return present[name] ? present[name].version === version && existsSync(path.join(folder, name)) : optional
    })
  } catch {
    return false
  }
}

/**
 * Not `npm ci`: that refuses a lock file without entries for platforms whose optional packages a registry lacks, which
 * is the lock file npm itself writes there. `--no-save` keeps to the lock file's versions and leaves the file alone.
 * npm inherits the lock, so that one that outlives a killed launcher still keeps others out.
 */
function npmInstall(folder, lock) {
  const flags = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const [command, options] = npm()
  const child = spawn(command, [...options, ...flags], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', lock._handle?.fd > 0 ? lock._handle.fd : 'ignore'],
    shell: command === 'npm.cmd',
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${output.trim()}\n\nInstalling failed: \`npm install\` in ${folder} exited with ${code}.`))
    })
  })
}

function npm() {
  const script = process.env.npm_execpath
  if (script && path.basename(script) === 'npm-cli.js') return [process.execPath, [script]]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []]
}

/**
 * A socket's name is the lock: the system gives it to one process at a time and frees it however that one ends,
 * which no file does. Whoever comes second waits on a connection, which ends with the holder.
 */
async function lockInstallation() {
  for (;;) {
    const waiting = new Set()
    const server = net.createServer((socket) => waiting.add(socket.on('error', () => waiting.delete(socket))))
    const problem = await new Promise((resolve) => server.once('error', resolve).listen(socketName(), resolve))
    if (!problem) return { server, release: () => free(server, waiting) }
    if (problem.code !== 'EADDRINUSE') throw problem
    await new Promise((resolve) => net.connect(socketName()).on('error', resolve).on('close', resolve).resume())
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function free(server, waiting) {
  server.close()
  for (const socket of waiting) socket.destroy()
}

function socketName() {
  const name = `tether-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), name)
}

function giveUp(error) {
  console.error(error.message)
  process.exit(1)
}
