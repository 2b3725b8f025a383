import { freshBuild } from '../bin/fresh-build.ts'

const root = import.meta.dirname

/** Builds `widget/dist` unless it was built from the very sources that are there. */
export function builtWidget(): Promise<string> {
  return freshBuild({
    root,
    isSource: (file) => /\.(ts|tsx|css|html|json)$/.test(file),
    bundle: async (outDir) => (await import('./bundle.ts')).bundle(root, outDir),
  })
}
