import { freshBuild } from '../bin/fresh-build.ts'

const root = import.meta.dirname

/** Builds `dashboard/dist` unless it was built from the very sources that are there. */
export function builtDashboard(): Promise<string> {
  return freshBuild({
    root,
    isSource: (file) => /\.(ts|tsx|js|css|html|json|svg|png|webmanifest)$/.test(file) && file !== 'api/openapi.ts',
    bundle: async (outDir) => (await import('./bundle.ts')).bundle(root, outDir),
  })
}
