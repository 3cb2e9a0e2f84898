import * as React from 'react'
import { CheckboxVisibility, DetailsList, DetailsListLayoutMode, SelectionMode, type IColumn } from '@fluentui/react'
import type { ProgrammePerson } from '@tandem/contract'
import { useWidth } from '../pictures/use-width'
import { LinkButton } from '../ui/buttons'
import { Pill } from '../ui/card'
import { Sentence } from '../ui/date-text'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { PersonLine } from '../ui/person-line'
import { styles } from '../ui/styles'
import { Text } from '../ui/text'

const narrowBelow = 800
const page = 40

const useGrid = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { padding: '12px 0', borderTop: `1px solid ${p.neutralLight}`, display: 'flex', flexDirection: 'column', gap: 8 },
}))

type PeopleGridProps = { readonly people: readonly ProgrammePerson[] }

/** A grid where there is room for columns, otherwise the same as a list of cards. */
export function PeopleGrid({ people }: PeopleGridProps): React.ReactElement {
  const [ref, width] = useWidth<HTMLDivElement>(960)
  return (
    <div ref={ref} style={{ minWidth: 0 }}>
      {width < narrowBelow ? <Cards people={people} /> : <Columns people={people} />}
    </div>
  )
}

const good: ReadonlySet<string> = new Set(['ready', 'matched', 'finished'])
const bad: ReadonlySet<string> = new Set(['refused', 'expired', 'unmatched'])

function Where({ one }: { readonly one: ProgrammePerson }): React.ReactElement {
  const say = useSay()
  return (
    <Column gap={4}>
      <Pill {...(good.has(one.status) ? { tone: 'good' as const } : bad.has(one.status) ? { tone: 'warn' as const } : {})}>
        {say(`console.enrolment.${one.status}`)}
      </Pill>
      {one.rule && <Text size="label">{say(`console.rule.${one.rule}`)}</Text>}
      {one.sentence && (
        <Text size="caption" tone="subtle">
          <Sentence text={one.sentence} />
        </Text>
      )}
    </Column>
  )
}

const partnersOf = (one: ProgrammePerson): string => one.partners.map(({ name }) => name).join(', ')

function Columns({ people }: PeopleGridProps): React.ReactElement {
  const say = useSay()
  const columns = React.useMemo<IColumn[]>(() => {
    const column = (
      key: string,
      minWidth: number,
      maxWidth: number,
      onRender: (one: ProgrammePerson) => React.ReactNode,
    ): IColumn => ({
      key,
      name: say(`console.people.column.${key}`),
      minWidth,
      maxWidth,
      isMultiline: true,
      isResizable: true,
      isRowHeader: key === 'person',
      onRender,
    })
    return [
      column('person', 200, 320, (one) => <PersonLine person={one.person} side={one.role} size={32} />),
      column('role', 70, 80, (one) => <Text>{say(`console.role.${one.role}`)}</Text>),
      column('status', 160, 360, (one) => <Where one={one} />),
      column('gate', 110, 120, (one) => <Text>{say(`console.people.gate.${one.gate}`)}</Text>),
      column('partners', 150, 240, (one) => <Text>{partnersOf(one) || '–'}</Text>),
    ]
  }, [say])
  return (
    <DetailsList
      items={[...people]}
      columns={columns}
      getKey={(one: ProgrammePerson) => one.enrolment}
      selectionMode={SelectionMode.none}
      checkboxVisibility={CheckboxVisibility.hidden}
      layoutMode={DetailsListLayoutMode.justified}
      ariaLabelForGrid={say('console.people.grid')}
      // Fluent fades every row in while scrolling; that explains nothing and reads badly on the way.
      styles={{ root: { overflowX: 'hidden', selectors: { '.ms-DetailsRow': { animation: 'none' } } } }}
    />
  )
}

function Cards({ people }: PeopleGridProps): React.ReactElement {
  const say = useSay()
  const c = useGrid()
  const [shown, setShown] = React.useState(page)
  return (
    <Column gap={12}>
      <ul className={c.list} aria-label={say('console.people.grid')}>
        {people.slice(0, shown).map((one) => (
          <li key={one.enrolment} className={c.item}>
            <PersonLine person={one.person} side={one.role} size={32} note={say(`console.role.${one.role}`)} />
            <Where one={one} />
            {one.partners.length > 0 && (
              <Text size="caption" tone="subtle">
                {say('console.people.column.partners')} {partnersOf(one)}
              </Text>
            )}
          </li>
        ))}
      </ul>
      {people.length > shown && (
        <Row>
          <LinkButton
            text={say('console.show-more', { count: Math.min(page, people.length - shown) })}
            onClick={() => setShown(shown + page)}
          />
        </Row>
      )}
    </Column>
  )
}
