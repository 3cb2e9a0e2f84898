import * as React from 'react'
import { call, viewMatching, type ProgrammeView } from '@tandem/contract'
import { WordBand } from '../pictures/word-band'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { useLoaded } from '../ui/loaded'
import { FailureNotice } from '../ui/states'
import { styles } from '../ui/styles'
import { Text } from '../ui/text'
import { useConsole } from './console-context'

const useFigures = styles(() => ({
  list: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(96px, 1fr))', gap: '16px 24px', margin: 0 },
  one: { display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-end', minWidth: 0, margin: 0 },
}))

export type Figure = { readonly key: string; readonly value: string; readonly words: string }

/** Numbers with their words; a screen reader hears the words first. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }): React.ReactElement {
  const c = useFigures()
  return (
    <dl className={c.list}>
      {figures.map(({ key, value, words }) => (
        <div key={key} className={c.one}>
          <Text as="dt" size="caption" tone="subtle">
            {words}
          </Text>
          <Text as="dd" size="figure" tone="strong">
            {value}
          </Text>
        </div>
      ))}
    </dl>
  )
}

const meetingWords = ['held', 'planned', 'missed', 'cancelled'] as const

export function MeetingFigures({ view }: { readonly view: ProgrammeView }): React.ReactElement {
  const say = useSay()
  const { meetings, feedback } = view.figures
  const any = meetingWords.some((key) => meetings[key] > 0)
  return (
    <Card title={say('console.meetings.title')} fill>
      {any ? (
        <>
          <Figures
            figures={meetingWords.map((key) => ({
              key,
              value: say('console.number', { value: meetings[key] }),
              words: say(`console.meetings.${key}`),
            }))}
          />
          <Text tone="subtle">{say('console.meetings.feedback', { count: feedback })}</Text>
        </>
      ) : (
        <Text tone="subtle">{say('console.meetings.empty')}</Text>
      )}
    </Card>
  )
}

const words = ['strong', 'good', 'enough'] as const

export function Words({ counts }: { readonly counts: Readonly<Record<(typeof words)[number], number>> }): React.ReactElement {
  const say = useSay()
  return (
    <WordBand
      label={say('console.words.label', { ...counts })}
      parts={words.map((key) => ({ key, count: counts[key], words: say(`console.words.${key}`) }))}
    />
  )
}

export function TandemWords({ view }: { readonly view: ProgrammeView }): React.ReactElement {
  const say = useSay()
  const { tandems } = view.figures
  const any = Object.values(tandems).some((count) => count > 0)
  return (
    <Card title={say('console.tandems.title')} fill>
      {any ? (
        <>
          <LoadedWords programme={view.programme.key} counted={tandems.proposed + tandems.active} />
          <Text tone="subtle">{say('console.tandems.about', { ...tandems }).trim()}</Text>
        </>
      ) : (
        <Text tone="subtle">{say('console.tandems.empty')}</Text>
      )}
    </Card>
  )
}

function LoadedWords({
  programme,
  counted,
}: {
  readonly programme: string
  readonly counted: number
}): React.ReactElement | null {
  const { send } = useConsole()
  const matching = useLoaded(() => call(send, viewMatching, { params: { programme } }), [send, programme, counted])
  if (matching.state === 'loading') return null
  if (matching.state === 'failed') return <FailureNotice failure={matching.failure} />
  return <Words counts={matching.value.words} />
}
