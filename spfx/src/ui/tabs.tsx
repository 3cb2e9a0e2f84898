import * as React from 'react'
import { at, classes, styles, type } from './styles'

const useTabs = styles(({ palette: p, semanticColors: s }) => ({
  list: { display: 'flex', flexWrap: 'wrap', gap: 4, borderBottom: `1px solid ${p.neutralLight}` },
  tab: [
    type.body,
    {
      fontFamily: 'inherit',
      border: 0,
      background: 'transparent',
      color: s.bodyText,
      padding: '10px 12px',
      minWidth: 0,
      maxWidth: '100%',
      textAlign: 'left',
      overflowWrap: 'anywhere',
      cursor: 'pointer',
      borderRadius: '4px 4px 0 0',
      borderBottom: '2px solid transparent',
      selectors: {
        ':hover': { background: p.neutralLighter },
        ':focus-visible': { outline: `2px solid ${p.neutralPrimary}`, outlineOffset: '-2px' },
      },
    },
  ],
  chosen: [type.strong, { borderBottomColor: p.themePrimary, selectors: { [at.forced]: { borderBottomColor: 'Highlight' } } }],
}))

export type Tab = { readonly key: string; readonly name: string }

/** Tabs that wrap instead of hiding in a menu: at 320 px Fluent's Pivot pushes the page sideways. Arrow keys move, as in every tab list. */
export function Tabs({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  label: string
  tabs: readonly Tab[]
  chosen: string
  onChoose: (key: string) => void
}): React.ReactElement {
  const c = useTabs()
  const list = React.useRef<HTMLDivElement>(null)
  const move = (event: React.KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const index = (tabs.findIndex(({ key }) => key === chosen) + by + tabs.length) % tabs.length
    const next = tabs[index]
    if (!next) return
    onChoose(next.key)
    list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[index]?.focus()
  }
  return (
    <div ref={list} role="tablist" aria-label={label} className={c.list} onKeyDown={move}>
      {tabs.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          role="tab"
          aria-selected={key === chosen}
          tabIndex={key === chosen ? 0 : -1}
          className={classes(c.tab, key === chosen && c.chosen)}
          onClick={() => onChoose(key)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
