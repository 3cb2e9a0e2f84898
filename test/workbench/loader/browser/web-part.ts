import type { Manifests, ServedManifest } from '../manifests.js'
import type { Framework, WebPartContext } from './framework.js'
import { evaluate } from './modules.js'
import { pageContextOf, type Site } from './site.js'
import { themeNamed, type ThemeName } from './themes.js'

export type AadFetch = (url: string, init: RequestInit, resource: string) => Promise<Response>

export type WebPartRequest = {
  readonly manifest: ServedManifest
  readonly element: HTMLElement
  readonly properties: Readonly<Record<string, unknown>>
  readonly site: Site
  readonly theme: ThemeName
  readonly aadFetch: AadFetch
}

export type ShownWebPart = { dispose(): void; setTheme(theme: ThemeName): void }

type WebPart = {
  _internalInitialize(context: object, addedFromPersistedData: boolean, displayMode: number): void
  _internalSetWebPartData(data: object, isDirty: boolean): void
  _internalFirstTimeRender(): Promise<void>
  _internalOnAfterResize(): void
  _internalDispose(): void
}

const bundles = new Map<string, Promise<unknown>>()

/** Brings one web part to life in one element, through the stages SharePoint's canvas takes it through. */
export async function showWebPart(request: WebPartRequest, framework: Framework, manifests: Manifests): Promise<ShownWebPart> {
  const { manifest, element, properties, site, aadFetch } = request
  const { core, base } = framework

  const scope = core.ServiceScope.startNewRoot()
  const { PageContext } = framework.pageContext
  const { options, legacy } = pageContextOf(site)
  scope.createAndProvide(PageContext.serviceKey, PageContext).initialize(options, legacy)
  scope.finish()

  let failure: Error | undefined
  const entry = manifest.preconfiguredEntries?.[0]
  const context = new framework.webPart.WebPartContext({
    ...surroundings,
    manifest: { ...manifest, ...entry },
    instanceId: crypto.randomUUID(),
    webPartTag: `WebPart.${manifest.alias}`,
    loggingTag: `WebPart.${manifest.alias}`,
    parentServiceScope: scope,
    domElement: element,
    statusRenderer: {
      displayLoadingIndicator: ignore,
      clearLoadingIndicator: ignore,
      clearError: ignore,
      renderError: (_: HTMLElement, error: Error) => {
        failure = error
        element.textContent = error.message
      },
    },
  })
  const themes = new base.ThemeProvider(context.serviceScope, themeNamed(request.theme))
  context.serviceScope.provide(base.ThemeProvider.serviceKey, themes)
  context.serviceScope.finish()
  replaceTokens(context, framework, aadFetch)

  const Class = await classOf(manifest, manifests, site.locale)
  const webPart = new Class()
  webPart._internalInitialize(context, false, core.DisplayMode.Read)
  webPart._internalSetWebPartData(
    {
      id: manifest.id,
      instanceId: context.instanceId,
      title: entry?.title.default ?? manifest.alias,
      dataVersion: '1.0',
      properties: { ...entry?.properties, ...properties },
    },
    false,
  )
  await webPart._internalFirstTimeRender()
  if (failure) throw failure

  const resized = new ResizeObserver(() => webPart._internalOnAfterResize())
  resized.observe(element)
  return {
    dispose() {
      resized.disconnect()
      webPart._internalDispose()
    },
    setTheme: (theme) => themes._setTheme(themeNamed(theme)),
  }
}

function ignore(): void {}

/** A page being read: nobody edits, no pane is open, no Teams around it. */
const surroundings = {
  host: { setDirty: ignore },
  isPropertyPaneRenderedByWebPart: () => false,
  isPropertyPaneOpen: () => false,
  isContentPanelOpen: () => false,
  requestPropertyPaneAction: ignore,
  getPositionOnPage: ignore,
  formFactor: 0,
  sdks: {},
  sdksAsync: Promise.resolve({}),
}

/**
 * The one service that is not Microsoft's: its AadHttpClient would ask Entra ID for a token in a hidden frame. Ours leaves the token
 * to the page, and wraps the answer as the real one does.
 */
function replaceTokens(context: WebPartContext, { http }: Framework, aadFetch: AadFetch): void {
  const getClient = async (resource: string) => {
    const send = async (url: string, _configuration: unknown, init: RequestInit = {}) =>
      new http.HttpClientResponse(await aadFetch(url, init, resource))
    return {
      fetch: send,
      get: (url: string, configuration: unknown, init?: RequestInit) => send(url, configuration, { ...init, method: 'GET' }),
      post: (url: string, configuration: unknown, init?: RequestInit) => send(url, configuration, { ...init, method: 'POST' }),
    }
  }
  Object.defineProperty(context, 'aadHttpClientFactory', { value: { getClient } })
}

/** The web part's class out of its bundle; web parts that share a bundle share one evaluation of it, as on a real page. */
async function classOf(manifest: ServedManifest, manifests: Manifests, locale: string): Promise<new () => WebPart> {
  const { entryModuleId, exportName } = manifest.loaderConfig
  const bundle = bundles.get(entryModuleId) ?? evaluate(manifest, manifests, locale)
  bundles.set(entryModuleId, bundle)
  const exported = (await bundle) as Record<string, Record<string, unknown> | undefined>
  const module = exportName ? exported[exportName] : exported
  const Class = module?.['default'] ?? module
  if (typeof Class !== 'function')
    throw new Error(`The bundle of ${manifest.alias} exports no class under ${exportName ?? 'default'}`)
  return Class as new () => WebPart
}
