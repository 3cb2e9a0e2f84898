import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import type { ComponentManifest } from './manifests.js'

/** The folder of an installed package. Looked up by hand, because packages with `exports` do not let their own folder be resolved. */
export function packageFolder(name: string): string {
  for (
    let folder = path.dirname(fileURLToPath(import.meta.url));
    folder !== path.dirname(folder);
    folder = path.dirname(folder)
  ) {
    const found = path.join(folder, 'node_modules', name)
    if (existsSync(found)) return found
  }
  throw new Error(`${name} is not installed; run "npm start" or "npm ci"`)
}

const microsoft = path.dirname(packageFolder('@microsoft/sp-loader'))

export type FrameworkPackage = { readonly name: string; readonly manifest: ComponentManifest }

/** Every npm package of SharePoint Framework that carries a browser bundle, with the manifest that says so. */
export function frameworkPackages(): readonly FrameworkPackage[] {
  const found: FrameworkPackage[] = []
  for (const name of readdirSync(microsoft)) {
    const dist = path.join(microsoft, name, 'dist')
    if (!existsSync(dist)) continue
    for (const file of readdirSync(dist)) {
      if (!file.endsWith('.manifest.json')) continue
      const text = readFileSync(path.join(dist, file), 'utf8').replace(/^\uFEFF/, '')
      found.push({ name, manifest: JSON.parse(text) as ComponentManifest })
    }
  }
  return found
}

/** A file of such a package's `dist`; undefined when there is none. */
export function frameworkFile(name: string, file: string): Uint8Array | undefined {
  const found = path.join(microsoft, name, 'dist', file)
  return existsSync(found) ? readFileSync(found) : undefined
}

/**
 * Microsoft's production page assembly: a dozen modules in one script, among them some that are nowhere else on npm. It keeps them to
 * itself; the one call in which it names them is led through our registry first.
 */
export function pageAssembly(): string {
  const source = readFileSync(path.join(microsoft, 'sp-loader/dist/sp-loader-assembly_default.js'), 'utf8')
  const opened = source.replace(/(\w+)\._initializeAssembly\(\[\[/, 'self.tandemWorkbench.assemble($1,[[')
  if (opened === source) throw new Error('sp-loader no longer hands over its modules by _initializeAssembly; adapt framework.ts')
  return opened
}
