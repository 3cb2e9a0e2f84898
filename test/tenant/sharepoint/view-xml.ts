import { XMLParser } from 'fast-xml-parser'

import { type Bag, isBag } from '../store.js'
import { refused } from './errors.js'
import { escapeXml } from './xml-text.js'

/** What the XML of a view can say of it. */
export type ViewXml = {
  readonly fields: readonly string[]
  readonly properties: Bag
}

const verbatim = ['View.Query', 'View.Joins', 'View.ProjectedFields', 'View.ViewData', 'View.Aggregations', 'View.Formats']

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  stopNodes: verbatim,
  isArray: (name) => name === 'FieldRef',
})

const scopes = ['', 'Recursive', 'RecursiveAll', 'FilesOnly']
const inside = (node: unknown): string => String((isBag(node) ? node['#text'] : node) ?? '').trim()
const attribute = (node: unknown, name: string): string | undefined => {
  const value = isBag(node) ? node[`@${name}`] : undefined
  return value === undefined ? undefined : String(value)
}
const yes = (text: string | undefined): boolean => /^(true|1)$/i.test(text ?? '')

/** Reads `<View>…</View>` as `SetViewXml` is sent it. What it does not mention becomes what it is in an empty view. */
export function parseViewXml(xml: string): ViewXml {
  let parsed: unknown
  try {
    parsed = parser.parse(xml, true)
  } catch {
    throw refused.badCaml()
  }
  if (!isBag(parsed) || !Object.hasOwn(parsed, 'View')) throw refused.badCaml()
  const view = isBag(parsed['View']) ? parsed['View'] : {}
  const fields = view['ViewFields']
  const references = isBag(fields) && Array.isArray(fields['FieldRef']) ? fields['FieldRef'] : []
  const limit = view['RowLimit']
  const count = inside(limit)
  const totals = attribute(view['Aggregations'], 'Value')
  return {
    fields: references.map((each) => attribute(each, 'Name') ?? '').filter((name) => name !== ''),
    properties: {
      ViewQuery: inside(view['Query']),
      RowLimit: count === '' ? 0 : Number(count),
      Paged: yes(attribute(limit, 'Paged')),
      Scope: Math.max(scopes.indexOf(attribute(view, 'Scope') ?? ''), 0),
      Aggregations: inside(view['Aggregations']) || null,
      AggregationsStatus: totals ?? null,
      ViewJoins: inside(view['Joins']) || null,
      ViewProjectedFields: inside(view['ProjectedFields']) || null,
      ViewData: inside(view['ViewData']) || null,
      CustomFormatter: inside(view['CustomFormatter']) || null,
      JSLink: inside(view['JSLink']) || null,
    },
  }
}

export const fieldRefs = (names: readonly string[]): string =>
  names.map((name) => `<FieldRef Name="${escapeXml(name)}" />`).join('')

type Drawn = { readonly id: string; readonly url: string; readonly fields: readonly string[]; readonly properties: Bag }

/** The two forms in which SharePoint gives a view's whole definition. `ListViewXml` has its parts in another order than `HtmlSchemaXml`. */
export function viewXmlOf({ id, url, fields, properties: p }: Drawn): { listViewXml: string; htmlSchemaXml: string } {
  const flags = ['DefaultView', 'MobileView', 'MobileDefaultView', 'Hidden'].filter((name) => p[name] === true)
  const scope = scopes[Number(p['Scope'] ?? 0)] ?? ''
  const head =
    `<View Name="{${id.toUpperCase()}}"${flags.map((name) => ` ${name}="TRUE"`).join('')} Type="${escapeXml(p['ViewType'])}"` +
    `${p['PersonalView'] === true ? ' Personal="TRUE"' : ''}${scope === '' ? '' : ` Scope="${scope}"`} DisplayName="${escapeXml(p['Title'])}" Url="${escapeXml(url)}"` +
    ` Level="1" BaseViewID="1" ContentTypeID="0x" ImageUrl="${escapeXml(p['ImageUrl'])}"`
  const part = (name: string, text: unknown): string => (text ? `<${name}>${String(text)}</${name}>` : '')
  const query = `<Query>${String(p['ViewQuery'] ?? '')}</Query>`
  const shown = `<ViewFields>${fieldRefs(fields)}</ViewFields>`
  const limit = `<RowLimit Paged="${p['Paged'] === true ? 'TRUE' : 'FALSE'}">${String(p['RowLimit'])}</RowLimit>`
  const totals = p['AggregationsStatus']
    ? `<Aggregations Value="${escapeXml(p['AggregationsStatus'])}">${String(p['Aggregations'] ?? '')}</Aggregations>`
    : ''
  const format = p['CustomFormatter'] ? `<CustomFormatter>${escapeXml(p['CustomFormatter'])}</CustomFormatter>` : ''
  const more = `${part('Joins', p['ViewJoins'])}${part('ProjectedFields', p['ViewProjectedFields'])}${totals}${format}${part('ViewData', p['ViewData'])}`
  const link = part('JSLink', p['JSLink'])
  const look = '<XslLink Default="TRUE">main.xsl</XslLink>'
  return {
    listViewXml: `${head} >${query}${shown}${limit}${more}${link}${look}<Toolbar Type="Standard"/></View>`,
    htmlSchemaXml: `${head}><Toolbar Type="Standard" />${look}${link}${limit}${shown}${query}${more}</View>`,
  }
}
