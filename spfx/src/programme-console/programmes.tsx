import * as React from 'react'
import { Link } from '@fluentui/react'
import type { ProgrammeSummary } from '@tandem/contract'
import { MainButton } from '../ui/buttons'
import { Card, Pill } from '../ui/card'
import { useSay } from '../ui/language'
import { EmptyState } from '../ui/states'
import { styles } from '../ui/styles'
import { writeAddress, type Address } from './address'
import { useConsole } from './console-context'

const useList = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 16px',
    alignItems: 'center',
    justifyContent: 'space-between',
    padding: '12px 0',
    borderTop: `1px solid ${p.neutralLight}`,
    selectors: { ':first-child': { borderTop: 0 } },
  },
}))

export function Programmes({ all }: { readonly all: readonly ProgrammeSummary[] }): React.ReactElement {
  const say = useSay()
  const c = useList()
  const { go } = useConsole()
  const create = (): void => go({ view: 'overview', create: true })
  if (all.length === 0)
    return (
      <EmptyState
        icon="people"
        title={say('console.programmes.empty.title')}
        action={<MainButton big text={say('console.programmes.empty.action')} onClick={create} />}
      >
        {say('console.programmes.empty.text')}
      </EmptyState>
    )
  return (
    <Card title={say('console.programmes.title')} sub={say('console.programmes.about')}>
      <ul className={c.list}>
        {all.map(({ key, name, status }) => {
          const target: Address = { programme: key, view: 'overview' }
          return (
            <li key={key} className={c.item}>
              <Link
                href={writeAddress(target, window.location.hash)}
                onClick={(event) => {
                  event.preventDefault()
                  go(target)
                }}
                styles={{ root: { fontSize: 16, lineHeight: '24px', fontWeight: 600 } }}
              >
                {name}
              </Link>
              <Pill>{say(`console.status.${status}`)}</Pill>
            </li>
          )
        })}
      </ul>
      <div>
        <MainButton text={say('console.programmes.new')} onClick={create} />
      </div>
    </Card>
  )
}
