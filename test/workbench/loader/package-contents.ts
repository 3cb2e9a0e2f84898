import { readFileSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'
import { strFromU8, unzipSync } from 'fflate'

import type { ComponentManifest } from './manifests.js'

const assetFolder = 'ClientSideAssets/'

export type PackageContents = {
  readonly components: readonly ComponentManifest[]
  /** Bundles, texts and icons by file name, as SharePoint would put them into its client-side asset library. */
  readonly assets: ReadonlyMap<string, Uint8Array>
}

/** What a .sppkg holds for the browser: the manifest of each component and the files these name. */
export function readPackage(file: string): PackageContents {
  const files = unzipSync(readFileSync(file))
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false })
  const components: ComponentManifest[] = []
  const assets = new Map<string, Uint8Array>()
  for (const [name, content] of Object.entries(files)) {
    if (name.startsWith(assetFolder)) assets.set(name.slice(assetFolder.length), content)
    if (/\/WebPart_[^/]+\.xml$/.test(name)) {
      const { Elements } = parser.parse(strFromU8(content)) as ComponentFile
      components.push(JSON.parse(Elements.ClientSideComponent.ComponentManifest) as ComponentManifest)
    }
  }
  if (components.length === 0) throw new Error(`${file} holds no web part: no WebPart_….xml in any feature folder`)
  return { components, assets }
}

type ComponentFile = { readonly Elements: { readonly ClientSideComponent: { readonly ComponentManifest: string } } }
