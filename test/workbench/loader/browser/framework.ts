import type { Manifests, ServedManifest } from '../manifests.js'

import { define, moduleOf, provide, script } from './modules.js'

/**
 * What we call of SharePoint Framework. Much of it is internal to Microsoft (the leading underscores), which is why the versions in
 * package.json are exact.
 */
export type Framework = {
  readonly core: {
    readonly _SPFlight: { initialize(flights: readonly string[]): void; initializeEcs(flights: readonly string[]): void }
    readonly _SPKillSwitch: { initialize(switches: object): void }
    readonly _SPExperiment: { initialize(experiments: readonly string[]): void }
    readonly Environment: { _initialize(data: { type: number }): void }
    readonly EnvironmentType: { readonly SharePoint: number }
    readonly DisplayMode: { readonly Read: number }
    readonly ServiceScope: { startNewRoot(): ServiceScope }
  }
  readonly pageContext: { readonly PageContext: ServiceClass<PageContext> }
  readonly base: { readonly ThemeProvider: ServiceClass<ThemeProvider> }
  readonly webPart: { readonly WebPartContext: new (parameters: object) => WebPartContext }
  readonly http: { readonly HttpClientResponse: new (response: Response) => object }
}

export type ServiceScope = {
  createAndProvide<T>(key: unknown, service: ServiceClass<T>): T
  provide<T>(key: unknown, service: T): T
  finish(): void
}
export type ServiceClass<T> = { readonly serviceKey: unknown; new (scope: ServiceScope, ...rest: readonly unknown[]): T }
export type PageContext = { initialize(options: object, legacy: object): void }
export type ThemeProvider = { _setTheme(theme: object): void }
export type WebPartContext = { readonly serviceScope: ServiceScope; readonly instanceId: string }

const reactIds = { react: '0d910c1c-13b9-4e1c-9aa4-b008c5e42d7d', reactDom: 'aa0a46ec-1505-43cd-a44a-93f3a5aa460a' }

/** Starts the framework as SharePoint's page does: React, then the page assembly, then the rest as somebody needs it. */
export async function startFramework(manifests: Manifests, locale: string): Promise<Framework> {
  Object.assign(window, { define })
  await script('/workbench/react.js')
  await script('/workbench/react-dom.js')
  const { React, ReactDOM } = window as unknown as Record<string, unknown>
  provide(reactIds.react, React)
  provide(reactIds.reactDom, ReactDOM)
  await script('/workbench/framework/sp-loader/sp-loader-assembly_default.js')

  const module = async <T>(name: string): Promise<T> => {
    const manifest: ServedManifest | undefined = manifests.framework[name]
    if (!manifest) throw new Error(`@microsoft/${name} is not among the installed packages`)
    return (await moduleOf(manifest.id, `@microsoft/${name}`, manifests, locale)) as T
  }
  const framework: Framework = {
    core: await module('sp-core-library'),
    pageContext: await module('sp-page-context'),
    base: await module('sp-component-base'),
    webPart: await module('sp-webpart-base'),
    http: await module('sp-http-base'),
  }
  // A tenant without a single switched flight: the behaviour the released version documents.
  const { core } = framework
  core._SPFlight.initialize([])
  core._SPKillSwitch.initialize({})
  core._SPFlight.initializeEcs([])
  core._SPExperiment.initialize([])
  core.Environment._initialize({ type: core.EnvironmentType.SharePoint })
  return framework
}

/** Called by the page assembly (see pageAssembly): takes its modules over before SharePoint's starter would hide them. */
export function assemble(starter: { _initializeAssembly(list: AssemblyList): void }, list: AssemblyList): void {
  for (const [id, , module] of list) provide(id, module)
  starter._initializeAssembly(list)
}

type AssemblyList = readonly (readonly [id: string, version: string, module: unknown])[]
