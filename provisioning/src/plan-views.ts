import type { ListDefinition } from '@tandem/lists'
import type { Planned } from './changes.js'
import type { FoundView } from './found.js'
import { sameQuery, viewQuery } from './view-xml.js'

/** What fits on a screen or two; SharePoint asks for the next ones when somebody scrolls. */
const rowLimit = 100

/** Views of ours are as they are defined here; those somebody else made are theirs. */
export function planViews(definition: ListDefinition, found: readonly FoundView[]): Planned[] {
  const list = definition.key
  return (definition.views ?? []).flatMap((view, at): Planned[] => {
    const content = { query: viewQuery(definition, view), columns: view.columns, rowLimit }
    const present = found.filter(({ title }) => title === view.title)
    const [one] = present
    if (!one)
      return [
        { kind: 'create-view', list, view: view.title, ...content },
        ...(at === 0 ? [{ kind: 'open-with-view', list, view: view.title } as const] : []),
      ]
    if (present.length > 1)
      return [
        { kind: 'drift', list, sentence: `It has ${present.length} views called "${view.title}". Delete all but one by hand.` },
      ]
    const differs = [
      ...(sameQuery(one.query, content.query) ? [] : (['rows'] as const)),
      ...(same(one.columns, content.columns) ? [] : (['columns'] as const)),
      ...(one.rowLimit === rowLimit ? [] : (['page'] as const)),
    ]
    return [
      ...(differs.length > 0 ? [{ kind: 'set-view', list, view: view.title, differs, ...content } as const] : []),
      ...(at === 0 && !one.opens ? [{ kind: 'open-with-view', list, view: view.title } as const] : []),
    ]
  })
}

const same = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((name, at) => name === right[at])
