import { copyFileSync } from 'node:fs'
import path from 'node:path'

import tailwindcss from '@tailwindcss/vite'
import { build } from 'vite'

const oldestBrowsers = ['chrome111', 'firefox128', 'safari16.4']

/** One page; what a route alone needs is loaded when somebody goes there. */
export async function bundle(root: string, outDir: string): Promise<void> {
  await build({
    root,
    // Relative to the page, which knows under which path it is served.
    base: './',
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: 'warn',
    mode: 'production',
    plugins: [tailwindcss()],
    build: {
      outDir,
      emptyOutDir: false,
      target: oldestBrowsers,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        // There is no server that the marks of components for browsers would mean anything to.
        onLog: (level, log, say) => log.code === 'MODULE_LEVEL_DIRECTIVE' || say(level, log),
      },
    },
  })
  // Runs before anything is painted, so it is no module.
  copyFileSync(path.join(root, 'ui/theme-boot.js'), path.join(outDir, 'theme-boot.js'))
}
