import * as React from 'react'
import { call, viewAssessment, type AssessmentView, type Participation, type Send } from '@tandem/contract'
import { Await, Card, CardSkeleton, Column, EmptyState, LevelKey, LevelTrack, Private, useLoaded, useSay } from '../ui'

/** Where an assessment may exist; before that there is nothing to load. */
export const hasAssessed = ({ status }: Pick<Participation, 'status'>): boolean =>
  status === 'ready' || status === 'matched' || status === 'unmatched' || status === 'finished'

/** The person's own levels, for the person alone. `changed` reloads them. */
export function CompetencesCard({
  send,
  programme,
  changed,
}: {
  send: Send
  programme: string
  changed: number
}): React.ReactElement {
  const say = useSay()
  const assessment = useLoaded(() => call(send, viewAssessment, { params: { programme } }), [send, programme, changed])
  return (
    <Await of={assessment} skeleton={<CardSkeleton lines={5} />}>
      {(view) =>
        view.before || view.after ? (
          <Card title={say('page.my.competences.title')} fill>
            <Private>{say('page.my.competences.private')}</Private>
            <Result view={view} />
          </Card>
        ) : (
          <EmptyState icon="target" title={say('page.my.competences.title')}>
            {say('page.my.competences.empty')}
          </EmptyState>
        )
      }
    </Await>
  )
}

/** Every competence on a track of eight steps. */
export function Result({
  view: { competences, before, after },
}: {
  view: Pick<AssessmentView, 'competences' | 'before' | 'after'>
}): React.ReactElement {
  return (
    <Column gap={16}>
      <Column as="ul" gap={12}>
        {competences.map(({ key, name, required }) => {
          const first = before?.[key]
          const now = after?.[key] ?? first
          if (now === undefined) return null
          return (
            <li key={key}>
              <LevelTrack name={name} now={now} required={required} before={after?.[key] === undefined ? undefined : first} />
            </li>
          )
        })}
      </Column>
      <LevelKey withStart={before !== null && after !== null} />
    </Column>
  )
}
