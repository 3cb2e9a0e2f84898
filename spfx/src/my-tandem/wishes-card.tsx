import * as React from 'react'
import type { Participation } from '@tandem/contract'
import { Card, Column, Rule, Sentence, Text, useDates, useSay } from '../ui'

type WishesCardProps = { participation: Participation; wishes: NonNullable<Participation['wishes']> }

/** What the person asked for and agreed to, so that nobody has to remember it. */
export function WishesCard({ participation, wishes }: WishesCardProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const { capacity, consent, languages, role, topics } = participation
  const named = (options: Participation['topics'], keys: readonly string[]): string =>
    keys.map((key) => options.find((option) => option.key === key)?.name ?? key).join(', ') || say('page.my.wishes.none')
  const entry = (term: string, words: string): React.ReactElement => (
    <div>
      <Text as="dt" size="caption" tone="subtle">
        {term}
      </Text>
      <Text as="dd">{words}</Text>
    </div>
  )
  return (
    <Card title={say('page.my.wishes.title')} fill>
      <Column as="dl" gap={12}>
        {entry(say('page.my.wishes.role'), say('page.my.role', { role }))}
        {entry(say('page.my.wishes.topics'), named(topics, wishes.topics))}
        {entry(say('page.my.wishes.languages'), named(languages, wishes.languages))}
        {role === 'mentor' &&
          capacity !== null &&
          entry(say('page.my.wishes.capacity'), say('page.my.volunteer.capacity.step', { count: capacity }))}
      </Column>
      {consent.givenOn && (
        <>
          <Rule />
          <details>
            <summary>
              <Text as="span" size="caption" tone="subtle">
                {say('page.my.wishes.consent', { when: dates.show(consent.givenOn, 'date') })}
              </Text>
            </summary>
            <Text size="caption">
              <Sentence text={consent.text} />
            </Text>
          </details>
        </>
      )}
    </Card>
  )
}
