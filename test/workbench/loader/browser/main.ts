import './offline.js'

import { initializeIcons } from '@fluentui/font-icons-mdl2'

import type { Manifests } from '../manifests.js'
import { assemble, startFramework, type Framework } from './framework.js'
import { origins } from './modules.js'
import type { Visitor } from './site.js'
import type { ThemeName } from './themes.js'
import { showWebPart, type AadFetch, type ShownWebPart } from './web-part.js'

export type LoadOptions = {
  /** Which web part: its manifest's alias, or its component id. */
  readonly alias?: string
  readonly componentId?: string
  readonly element: HTMLElement
  /** Properties that differ from the ones the web part is preconfigured with. */
  readonly properties?: Readonly<Record<string, unknown>>
  /** The site the page stands in; `/sites/mentoring` of this origin unless said otherwise. */
  readonly siteUrl?: string
  readonly tenantId?: string
  readonly user: Visitor
  readonly theme?: ThemeName
  readonly locale?: string
  /** Sends what the web part sends to an API protected by Entra ID; whoever answers adds the token. */
  readonly aadFetch: AadFetch
  /** Where the web part stands. Only pages so far; Teams would come with its own context. */
  readonly host?: 'page'
}

let started: Promise<{ readonly manifests: Manifests; readonly framework: Framework }> | undefined

async function load(options: LoadOptions): Promise<ShownWebPart> {
  const locale = options.locale ?? 'en-US'
  const { manifests, framework } = await (started ??= start(locale))
  const manifest = manifests.shipped.find(({ id, alias }) => id === options.componentId || alias === options.alias)
  if (!manifest) {
    const known = manifests.shipped.map(({ alias }) => alias).join(', ')
    throw new Error(`The package holds no web part ${options.alias ?? options.componentId ?? '(unnamed)'}; it holds ${known}`)
  }
  const site = {
    url: options.siteUrl ?? `${location.origin}/sites/mentoring`,
    tenantId: options.tenantId ?? '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10',
    locale,
    visitor: options.user,
  }
  const { element, properties = {}, theme = 'light', aadFetch } = options
  return showWebPart({ manifest, element, properties, site, theme, aadFetch }, framework, manifests)
}

async function start(locale: string): Promise<{ readonly manifests: Manifests; readonly framework: Framework }> {
  initializeIcons('/workbench/fonts/')
  const response = await fetch('/workbench/manifests.json')
  if (!response.ok) throw new Error(`/workbench/manifests.json answered ${response.status}`)
  const manifests = (await response.json()) as Manifests
  return { manifests, framework: await startFramework(manifests, locale) }
}

const tandemWorkbench = { load, assemble, origins }

declare global {
  interface Window {
    tandemWorkbench: typeof tandemWorkbench
  }
}

window.tandemWorkbench = tandemWorkbench
