import * as React from 'react'
import type { UnmatchedView } from '@tandem/contract'
import { LinkButton } from '../ui/buttons'
import { Card, Pill } from '../ui/card'
import { Sentence } from '../ui/date-text'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { PersonLine } from '../ui/person-line'
import { at, styles } from '../ui/styles'
import { Text } from '../ui/text'

const page = 20

const useUnmatched = styles(({ palette: p }) => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gap: '8px 24px',
    gridTemplateColumns: 'minmax(0,1fr)',
    padding: '12px 0',
    borderTop: `1px solid ${p.neutralLight}`,
    selectors: {
      ':first-child': { borderTop: 0, paddingTop: 0 },
      [at.wide]: { gridTemplateColumns: 'minmax(0,2fr) minmax(0,3fr)' },
    },
  },
}))

/** Nobody is left without a reason: everyone without a tandem with the one rule, and the sentence they will read. */
export function Unmatched({ people }: { readonly people: readonly UnmatchedView[] }): React.ReactElement {
  const say = useSay()
  const c = useUnmatched()
  const [shown, setShown] = React.useState(page)
  return (
    <Card
      title={say('console.matching.unmatched', { count: people.length })}
      sub={say(people.length > 0 ? 'console.matching.unmatched-about' : 'console.matching.unmatched-none')}
    >
      {people.length > 0 && (
        <ul className={c.list}>
          {people.slice(0, shown).map(({ person, role, rule, sentence }) => (
            <li key={`${role}/${person.id}`} className={c.item}>
              <PersonLine person={person} side={role} size={32} note={say(`console.role.${role}`)} />
              <Column gap={4}>
                <Pill>{say(`console.rule.${rule}`)}</Pill>
                <Text>
                  <Sentence text={sentence} />
                </Text>
              </Column>
            </li>
          ))}
        </ul>
      )}
      {people.length > shown && (
        <Row>
          <LinkButton
            text={say('console.show-more', { count: Math.min(page, people.length - shown) })}
            onClick={() => setShown(shown + page)}
          />
        </Row>
      )}
    </Card>
  )
}
