import * as React from 'react'
import type { ProgrammeView } from '@tandem/contract'
import { Flow, type Stage } from '../pictures/flow'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Text } from '../ui/text'
import { PictureOrTable } from './picture-or-table'

/** Where the people are on their way, and what became of those who are not on it any more. */
export function Funnel({ view }: { readonly view: ProgrammeView }): React.ReactElement {
  const say = useSay()
  const { invited, volunteered, declined, approved, refused, expired, withdrawn, assessed, matched } = view.figures
  if (invited === 0)
    return (
      <Card title={say('console.funnel.title')} fill>
        <Text tone="subtle">{say('console.funnel.empty')}</Text>
      </Card>
    )
  const { status } = view.programme
  const notes = (...parts: readonly (readonly [string, number])[]): string | undefined =>
    parts
      .filter(([, count]) => count > 0)
      .map(([key, count]) => say(key, { count }))
      .join(', ') || undefined
  const stages: Stage[] = [
    {
      key: 'invited',
      name: say('console.funnel.invited'),
      count: invited,
      note: notes(['console.funnel.unanswered', status === 'inviting' ? invited - volunteered - declined : 0]),
    },
    {
      key: 'volunteered',
      name: say('console.funnel.volunteered'),
      count: volunteered,
      note: notes(['console.funnel.declined', declined], ['console.funnel.withdrawn', withdrawn]),
    },
    {
      key: 'approved',
      name: say('console.funnel.approved'),
      count: approved,
      note: notes(
        [
          'console.funnel.waiting',
          status === 'inviting' || status === 'assessing' ? volunteered - approved - refused - expired - withdrawn : 0,
        ],
        ['console.funnel.refused', refused],
        ['console.funnel.expired', expired],
      ),
    },
    {
      key: 'assessed',
      name: say('console.funnel.assessed'),
      count: assessed,
      note: notes(['console.funnel.to-assess', status === 'assessing' ? approved - assessed : 0]),
    },
    { key: 'matched', name: say('console.funnel.matched'), count: matched },
  ]
  return (
    <PictureOrTable
      caption={say('console.funnel.title')}
      fill
      picture={
        <Flow stages={stages} label={say('console.funnel.label', { invited, volunteered, approved, assessed, matched })} />
      }
      columns={[say('console.funnel.stage'), say('console.funnel.people'), say('console.funnel.note')]}
      rows={stages.map(({ key, name, count, note }) => ({
        key,
        cells: [name, say('console.number', { value: count }), note ?? '–'],
      }))}
    />
  )
}
