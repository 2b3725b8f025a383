import { renameSync, rmdirSync } from 'node:fs'
import path from 'node:path'

import { build } from 'vite'
import type { InlineConfig } from 'vite'

const oldestBrowsers = ['chrome111', 'firefox114', 'safari16.4']

/** The loader is one classic script, which any page can load; the panel and the demonstration are pages of ours. */
export async function bundle(root: string, outDir: string): Promise<void> {
  const loader = { input: path.join(root, 'loader/loader.ts'), output: { format: 'iife', entryFileNames: 'widget.js' } }
  await build(configOf(root, outDir, loader as Rolldown))
  const pages = { input: [path.join(root, 'panel/frame.html'), path.join(root, 'demo/demo.html')] }
  await build(configOf(root, outDir, pages))
  for (const page of ['panel/frame.html', 'demo/demo.html']) {
    renameSync(path.join(outDir, page), path.join(outDir, path.basename(page)))
    rmdirSync(path.join(outDir, path.dirname(page)))
  }
}

type Rolldown = NonNullable<NonNullable<InlineConfig['build']>['rolldownOptions']>

function configOf(root: string, outDir: string, rolldownOptions: Rolldown): InlineConfig {
  return {
    root,
    base: '/widget/',
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    build: {
      outDir,
      emptyOutDir: false,
      target: oldestBrowsers,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions,
    },
  }
}
