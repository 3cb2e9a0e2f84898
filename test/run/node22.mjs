import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The Node 22 that npm brought along, so that builds and servers run on one version everywhere (SPFx builds on nothing else). On a
 * platform without such a package the Node we already run on will do, if it is a 22 of the right age.
 */
export function node22(root) {
  const platform = { win32: 'win' }[process.platform] ?? process.platform
  const name = `${platform}-${process.arch}`
  const program = process.platform === 'win32' ? 'node.exe' : 'node'
  const found = [`node-${name}`, `node-bin-${name}`]
    .map((folder) => path.join(root, 'node_modules', folder, 'bin', program))
    .find(existsSync)
  if (found) return found
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major === 22 && minor >= 14 ? process.execPath : undefined
}
