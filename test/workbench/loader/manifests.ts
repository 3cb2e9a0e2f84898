/** The part of an SPFx component manifest a loader reads; the same shape for Microsoft's modules and for ours. */
export type ComponentManifest = {
  readonly id: string
  readonly alias: string
  readonly componentType: string
  readonly version: string
  readonly loaderConfig: {
    readonly entryModuleId: string
    /** Set when several components share one bundle: the name under which the bundle exports this one. */
    readonly exportName?: string
    readonly scriptResources: Readonly<Record<string, ScriptResource>>
  }
  readonly preconfiguredEntries?: readonly {
    readonly title: { readonly default: string }
    readonly properties: Readonly<Record<string, unknown>>
  }[]
}

export type ScriptResource =
  | { readonly type: 'component'; readonly id: string; readonly version: string }
  | { readonly type: 'path'; readonly path: ScriptPath }
  | { readonly type: 'localizedPath'; readonly paths?: Readonly<Record<string, ScriptPath>>; readonly defaultPath?: ScriptPath }

type ScriptPath = string | { readonly path: string }

/** A manifest and the address its files are served under. */
export type ServedManifest = ComponentManifest & { readonly baseUrl: string }

/** What `/workbench/manifests.json` holds. */
export type Manifests = {
  /** Components of the .sppkg. */
  readonly shipped: readonly ServedManifest[]
  /** Microsoft's components on npm, by npm package without its scope. */
  readonly framework: Readonly<Record<string, ServedManifest>>
}
