import type { Hono } from 'hono'

import type { GraphRoute } from './graph/routes.js'
import { loginRoutes } from './login.js'
import type { Known, SharePointRoute } from './sharepoint/kinds.js'

export type Served = {
  readonly sharePoint: readonly SharePointRoute[]
  readonly graph: readonly GraphRoute[]
  readonly control: Hono
}

export const routesBegin = '<!-- routes: written by `npm run tenant -- --routes`, held by test/suites/tenant/routes.test.ts -->'
export const routesEnd = '<!-- end of routes -->'

/** Documented needs no sign. */
const signs: Readonly<Record<Known, string>> = { documented: '', observed: '°', inferred: '*' }

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const wide = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, at) => cell.padEnd(wide[at] ?? 0)).join(' | ')} |`
  return [line(head), `| ${wide.map((length) => '-'.repeat(length)).join(' | ')} |`, ...rows.map(line)].join('\n')
}

/** Everything the stand-in answers, as the last chapter of DIFFERENCES.md shows it. */
export function routesChapter({ sharePoint, graph, control }: Served): string {
  return [
    routesBegin,
    '',
    'What carries no sign is documented by Microsoft; ° was seen in what the real clients send and take; \\* is inferred from its likes.',
    '',
    '### SharePoint, below `_api/`: what each kind of thing can do and where it leads',
    '',
    table(['Kind', 'Methods', 'Members (→ leads to another kind, otherwise POST unless said)'], kinds(sharePoint)),
    '',
    '### Microsoft Graph, with the permissions that open each call',
    '',
    'Paths below `/users/:user` are served under `/me` too, and everything of v1.0 under `/beta`. A dash means that Graph does not support the call for this kind of token.',
    '',
    table(['Call', 'Version', 'For apps', 'For people'], graph.map(graphRow)),
    '',
    '### Login',
    '',
    loginRoutes.map(({ method, path, known }) => `- \`${method} ${path}\`${signs[known].replace('*', '\\*')}`).join('\n'),
    '',
    '### Control (nothing like it in Microsoft 365)',
    '',
    plain(control),
    '',
    routesEnd,
  ].join('\n')
}

const once = (texts: readonly string[]): string[] => [...new Set(texts)]

function kinds(routes: readonly SharePointRoute[]): string[][] {
  const names = [...new Set(routes.map(({ kind }) => kind))].sort() // kinds register in the order in which their files are loaded
  return names.map((name) => {
    const own = routes.filter(({ kind }) => kind === name)
    const methods = own.filter(({ member }) => member === '').map(({ methods, known }) => `${methods}${signs[known]}`)
    const members = own
      .filter(({ member }) => member !== '')
      .map(({ member, methods, known }) => {
        const how = methods === '→' ? ' →' : methods === 'POST' ? '' : ` (${methods})`
        return `${member}${signs[known]}${how}`
      })
    return [name, once(methods).join(' '), once(members).sort().join(', ')].map((cell) => cell.replaceAll('*', '\\*'))
  })
}

function graphRow({ method, path, versions, known, permissions }: GraphRoute): string[] {
  const names = (given: readonly string[] | null): string =>
    given === null ? '–' : given.length === 0 ? 'any token' : given.join(', ')
  return [
    `${method} ${path.replaceAll('*', '\\*')}${signs[known].replace('*', '\\*')}`,
    versions.includes('v1.0') ? 'v1.0' : 'beta',
    names(permissions.application),
    names(permissions.delegated),
  ]
}

const plain = (face: Hono): string =>
  [...new Set(face.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `- \`${method} ${path}\``))].join(
    '\n',
  )
