import type { Manifests, ScriptResource, ServedManifest } from '../manifests.js'
import { isLeftOut, standIn } from './stand-ins.js'

type Definition = { readonly dependencies: readonly string[]; readonly factory: (...modules: readonly unknown[]) => unknown }

/** Modules by SPFx component id: the page's one copy of each, as SharePoint's own loader keeps it. */
const loaded = new Map<string, Promise<unknown>>()
let latest: Definition | undefined
let scripts: Promise<unknown> = Promise.resolve()

/** How each module of the page came to be, for those who ask how real this is. */
export const origins: { readonly real: string[]; readonly leftOut: string[] } = { real: [], leftOut: [] }

export function provide(id: string, module: unknown): void {
  loaded.set(id, Promise.resolve(module))
}

/** A component module with everything it needs: from the page, from npm, or left out because Microsoft publishes it nowhere. */
export function moduleOf(id: string, name: string, manifests: Manifests, locale: string): Promise<unknown> {
  const known = loaded.get(id)
  if (known) return known
  const manifest = Object.values(manifests.framework).find((candidate) => candidate.id === id)
  if (!manifest && !isLeftOut(name)) {
    return Promise.reject(
      new Error(`The workbench knows no module ${name} (${id}); is it new in this version of SharePoint Framework?`),
    )
  }
  ;(manifest ? origins.real : origins.leftOut).push(name)
  const module = manifest ? evaluate(manifest, manifests, locale) : Promise.resolve(standIn(name))
  loaded.set(id, module)
  return module
}

/** Runs a manifest's entry script: AMD in form, but its dependencies are spelled out by the manifest, not by addresses. */
export async function evaluate(manifest: ServedManifest, manifests: Manifests, locale: string): Promise<unknown> {
  const { entryModuleId, scriptResources } = manifest.loaderConfig
  const resource = (name: string): ScriptResource => {
    const found = scriptResources[name]
    if (!found) throw new Error(`${manifest.alias} needs ${name}, which its manifest does not name`)
    return found
  }
  const dependency = async (name: string): Promise<unknown> => {
    const found = resource(name)
    if (found.type === 'component') return moduleOf(found.id, name, manifests, locale)
    const texts = await defined(manifest.baseUrl + pathOf(found, locale))
    return texts.factory()
  }
  const own = resource(entryModuleId)
  if (own.type === 'component') throw new Error(`${manifest.alias} names another component as its entry`)
  const entry = await defined(manifest.baseUrl + pathOf(own, locale))
  return entry.factory(...(await Promise.all(entry.dependencies.map(dependency))))
}

/** The script's `define` call. One script at a time: which script called is only known by which one has just run. */
function defined(url: string): Promise<Definition> {
  const next = scripts.then(async () => {
    latest = undefined
    await script(url)
    if (!latest) throw new Error(`${url} defines no module`)
    return latest
  })
  scripts = next.catch(() => undefined)
  return next
}

export function script(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script')
    element.src = url
    element.onload = () => resolve()
    element.onerror = () => reject(new Error(`${url} could not be loaded`))
    document.head.append(element)
  })
}

function pathOf(resource: Exclude<ScriptResource, { type: 'component' }>, locale: string): string {
  const path =
    resource.type === 'path' ? resource.path : (resource.paths?.[locale] ?? resource.defaultPath ?? resource.paths?.['default'])
  if (!path) throw new Error(`No file for ${locale} in ${JSON.stringify(resource)}`)
  return typeof path === 'string' ? path : path.path
}

/** `define` without its `.amd` mark: what is published as UMD (React) then puts itself on `window`, where it is taken from. */
export function define(...args: readonly unknown[]): void {
  const factory = args.at(-1) as Definition['factory']
  const dependencies = args.find((argument): argument is readonly string[] => Array.isArray(argument)) ?? []
  latest = { dependencies, factory }
}
