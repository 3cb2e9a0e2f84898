import type { ListDefinition, ViewCondition, ViewDefinition } from '@tandem/lists'
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import type { ViewContent } from './changes.js'
import { sharePointType } from './field-xml.js'

type Element = { readonly [name: string]: unknown }

const element = (
  name: string,
  children: readonly Element[] = [],
  attributes: Readonly<Record<string, string>> = {},
): Element => ({
  [name]: children,
  ...(Object.keys(attributes).length > 0
    ? { ':@': Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@_${key}`, value])) }
    : {}),
})
const text = (value: string): Element => ({ '#text': value })
const field = (name: string, attributes: Readonly<Record<string, string>> = {}): Element =>
  element('FieldRef', [], { Name: name, ...attributes })

const options = { preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '@_', suppressEmptyNode: true } as const
const builder = new XMLBuilder(options)
const parser = new XMLParser({ ...options, parseTagValue: false, parseAttributeValue: false, trimValues: true })

/** Which rows a view shows, in which order and groups, as CAML. */
export function viewQuery(list: ListDefinition, view: ViewDefinition): string {
  const { groupBy = [], where, orderBy, descending } = view
  const [first, ...others] = where.map((condition) => conditionXml(list, condition))
  const all = others.reduce((left, right) => element('And', [left, right]), first ?? {}) // a view has a condition
  return String(
    builder.build([
      ...(groupBy.length > 0
        ? [
            element(
              'GroupBy',
              groupBy.map((name) => field(name)),
              { Collapse: 'FALSE', GroupLimit: '30' },
            ),
          ]
        : []),
      element('OrderBy', [field(orderBy, descending ? { Ascending: 'FALSE' } : {})]),
      element('Where', [all]),
    ]),
  )
}

function conditionXml({ columns }: ListDefinition, condition: ViewCondition): Element {
  const kind = columns[condition.column]?.kind ?? 'text'
  const value = (content: Element): Element => element('Value', [content], { Type: sharePointType[kind] })
  if ('from' in condition) return element('Geq', [field(condition.column), value(element('Today'))])
  const [only, ...others] = condition.is
  if (others.length === 0) return element('Eq', [field(condition.column), value(text(only))])
  return element('In', [
    field(condition.column),
    element(
      'Values',
      condition.is.map((each) => value(text(each))),
    ),
  ])
}

/** A whole view as SharePoint takes it. */
export function viewXml({ query, columns, rowLimit }: ViewContent): string {
  const fields = String(builder.build(columns.map((name) => field(name))))
  return `<View><Query>${query}</Query><ViewFields>${fields}</ViewFields><RowLimit Paged="TRUE">${rowLimit}</RowLimit></View>`
}

/** SharePoint gives a query back with its own blanks and quotes; two are the same when they say the same. */
export const sameQuery = (left: string, right: string): boolean => canonical(left) === canonical(right)

const canonical = (query: string): string => JSON.stringify(parser.parse(query))
