import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import tailwindcss from '@tailwindcss/vite'
import sharp from 'sharp'
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
      // Says which file needs which others: what a page weighs is read from it.
      manifest: true,
      target: oldestBrowsers,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        input: [path.join(root, 'index.html'), path.join(root, 'shell/service-worker.ts')],
        output: {
          // What a browser looks for under one name for ever.
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
        // There is no server that the marks of components for browsers would mean anything to.
        onLog: (level, log, say) => log.code === 'MODULE_LEVEL_DIRECTIVE' || say(level, log),
      },
    },
  })
  // Runs before anything is painted, so it is no module.
  copyFileSync(path.join(root, 'ui/theme-boot.js'), path.join(outDir, 'theme-boot.js'))
  await writeIcons(root, outDir)
}

const iconSizes = [180, 192, 512]

/** What phones show of it among their apps: the logo on white, with the room that they may cut off. */
async function writeIcons(root: string, outDir: string): Promise<void> {
  const logo = path.join(root, '../server/operations/home/logo.svg')
  for (const size of iconSizes) {
    const margin = Math.round(size * 0.2)
    const inner = await sharp(logo, { density: 600 })
      .resize(size - 2 * margin)
      .toBuffer()
    const padded = sharp(inner).extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#fff' })
    await padded
      .flatten({ background: '#fff' })
      .png()
      .toFile(path.join(outDir, `icon-${size}.png`))
  }
  const icons = iconSizes.map((size) => ({
    src: `icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  }))
  const manifest = {
    name: 'Tether',
    short_name: 'Tether',
    start_url: './inbox',
    scope: './',
    display: 'standalone',
    background_color: '#f6f8f7',
    theme_color: '#0f7a70',
    icons,
  }
  writeFileSync(path.join(outDir, 'app.webmanifest'), JSON.stringify(manifest))
}
