import * as React from 'react'
import { Pivot, PivotItem } from '@fluentui/react'

type TabsProps<Key extends string> = {
  readonly label: string
  readonly chosen: Key
  readonly tabs: readonly { readonly key: Key; readonly text: string }[]
  readonly onChoose: (key: Key) => void
  readonly children: React.ReactNode
}

/** Fluent's tabs with the content drawn by us, because its own would forget what was chosen in the hidden one. */
export function Tabs<Key extends string>({ label, chosen, tabs, onChoose, children }: TabsProps<Key>): React.ReactElement {
  const id = React.useMemo(() => `tandem-tabs-${tabs.map(({ key }) => key).join('-')}`, [tabs])
  return (
    <div>
      <Pivot
        aria-label={label}
        selectedKey={chosen}
        headersOnly
        getTabId={(key) => `${id}-${key}`}
        onLinkClick={(item) => {
          const next = tabs.find(({ key }) => key === item?.props.itemKey)
          if (next) onChoose(next.key)
        }}
        styles={{ root: { display: 'flex', flexWrap: 'wrap', marginLeft: -8 } }}
      >
        {tabs.map(({ key, text }) => (
          <PivotItem key={key} itemKey={key} headerText={text} />
        ))}
      </Pivot>
      <div role="tabpanel" aria-labelledby={`${id}-${chosen}`} style={{ paddingTop: 16 }}>
        {children}
      </div>
    </div>
  )
}
