import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Hono } from 'hono'

import { frameworkFile, frameworkPackages, packageFolder, pageAssembly } from './framework.js'
import type { Manifests } from './manifests.js'
import { readPackage } from './package-contents.js'

export type WorkbenchOptions = {
  /** The .sppkg whose web parts are shown. */
  readonly sppkg: string
}

const base = '/workbench'
const assemblyFile = 'sp-loader-assembly_default.js'
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
}

/**
 * Everything a plain page needs to show the web parts of a .sppkg, below `/workbench`. A page includes `/workbench/workbench.js` and
 * calls `tandemWorkbench.load`. The framework comes from node_modules: Microsoft's licence lets us use it, not hand it on.
 */
export function workbenchRoutes({ sppkg }: WorkbenchOptions): Hono {
  const contents = readPackage(sppkg)
  const manifests: Manifests = {
    shipped: contents.components.map((manifest) => ({ ...manifest, baseUrl: `${base}/assets/` })),
    framework: Object.fromEntries(
      frameworkPackages().map(({ name, manifest }) => [name, { ...manifest, baseUrl: `${base}/framework/${name}/` }]),
    ),
  }
  const assembly = pageAssembly()
  const script = path.join(packageFolder('@tandem/test'), 'lib/workbench-browser.js')
  const icons = path.join(packageFolder('@fluentui/font-icons-mdl2'), 'fonts')

  const app = new Hono().basePath(base)
  app.get('/workbench.js', () => sent(fileAt(script), 'workbench.js', false))
  app.get('/manifests.json', (context) => context.json(manifests))
  app.get('/react.js', () => sent(fileAt(path.join(packageFolder('react'), 'umd/react.production.min.js')), 'react.js'))
  app.get('/react-dom.js', () =>
    sent(fileAt(path.join(packageFolder('react-dom'), 'umd/react-dom.production.min.js')), 'react-dom.js'),
  )
  app.get('/fonts/:file{[\\w.-]+}', (context) =>
    sent(fileAt(path.join(icons, context.req.param('file'))), context.req.param('file')),
  )
  app.get('/assets/:file{[\\w.-]+}', (context) => sent(contents.assets.get(context.req.param('file')), context.req.param('file')))
  app.get('/framework/:name{[\\w-]+}/:file{[\\w.-]+}', (context) => {
    const { name, file } = context.req.param()
    return sent(file === assemblyFile ? assembly : frameworkFile(name, file), file)
  })
  return app
}

function fileAt(file: string): Uint8Array | undefined {
  return existsSync(file) ? readFileSync(file) : undefined
}

function sent(body: Uint8Array | string | undefined, name: string, keep = true): Response {
  if (body === undefined) return new Response(`The workbench has no ${name}`, { status: 404 })
  const headers = {
    'content-type': types[path.extname(name)] ?? 'application/octet-stream',
    'cache-control': keep ? 'private, max-age=3600' : 'no-cache',
  }
  return new Response(body, { headers })
}
