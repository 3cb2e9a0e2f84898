import * as React from 'react'
import { call, viewReport, type Change, type ProgrammeReport } from '@tandem/contract'
import { Intervals } from '../pictures/intervals'
import { Steps } from '../pictures/steps'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Cell, Column, Grid } from '../ui/layout'
import { useLoaded } from '../ui/loaded'
import { Await, Notice } from '../ui/states'
import { styles } from '../ui/styles'
import { Text } from '../ui/text'
import { useConsole, type ViewProps } from './console-context'
import { Figures } from './figures'
import { PictureOrTable } from './picture-or-table'

export function Report({ view }: ViewProps): React.ReactElement {
  const { send } = useConsole()
  const programme = view.programme.key
  const report = useLoaded(() => call(send, viewReport, { params: { programme } }), [send, programme])
  return <Await of={report}>{(found) => <Loaded report={found} view={view} />}</Await>
}

const useReport = styles(() => ({ limits: { margin: 0, paddingLeft: 20, listStyle: 'disc', display: 'grid', gap: 8 } }))
const limits = ['cause', 'self', 'all', 'person'] as const
const peopleShown = ['invited', 'matched', 'assessedAfter', 'evaluated'] as const
const meetingsShown = ['held', 'planned', 'missed', 'cancelled'] as const
const questions = ['worthwhile', 'eyeLevel', 'recommend'] as const

function Loaded({ report, view }: { readonly report: ProgrammeReport; readonly view: ViewProps['view'] }): React.ReactElement {
  const say = useSay()
  const c = useReport()
  const { people, tandems, meetings, feedback, evaluation } = report
  const number = (value: number): string => say('console.number', { value })
  const due = meetings.held + meetings.missed
  const early = view.programme.status !== 'evaluating' && view.programme.status !== 'closed'
  return (
    <>
      {early && <Notice>{say('console.report.early')}</Notice>}
      <Changes report={report} />
      <Grid>
        <Cell of={6}>
          <Card title={say('console.report.people.title')} fill>
            <Figures
              figures={peopleShown.map((key) => ({
                key,
                value: number(people[key]),
                words: say(`console.report.people.${key}`),
              }))}
            />
            <Text tone="subtle">{say('console.report.tandems', { ...tandems })}</Text>
          </Card>
        </Cell>
        <Cell of={6}>
          <Card title={say('console.report.meetings.title')} fill>
            <Figures
              figures={meetingsShown.map((key) => ({ key, value: number(meetings[key]), words: say(`console.meetings.${key}`) }))}
            />
            {due > 0 && <Text tone="subtle">{say('console.report.meetings.share', { held: meetings.held, due })}</Text>}
          </Card>
        </Cell>
      </Grid>
      <Grid>
        <Cell of={6}>
          <Card
            title={say('console.report.feedback.title')}
            sub={say('console.report.feedback.answers', { count: feedback.answers })}
            fill
          >
            {feedback.useful === null ? (
              <Text>{say('console.report.feedback.withheld')}</Text>
            ) : (
              <Mean words={say('console.report.feedback.useful')} mean={feedback.useful} />
            )}
          </Card>
        </Cell>
        <Cell of={6}>
          <Card
            title={say('console.report.evaluation.title')}
            sub={evaluation ? say('console.report.evaluation.about', { n: evaluation.n }) : undefined}
            fill
          >
            {evaluation ? (
              <Column gap={16}>
                {questions.map((key) => (
                  <Mean key={key} words={say(`console.report.evaluation.${key}`)} mean={evaluation[key]} />
                ))}
              </Column>
            ) : (
              <Text>{say('console.report.evaluation.withheld')}</Text>
            )}
          </Card>
        </Cell>
      </Grid>
      <Card title={say('console.report.limits.title')} icon="info">
        <ul className={c.limits}>
          {limits.map((key) => (
            <Text as="li" key={key}>
              {say(`console.report.limits.${key}`)}
            </Text>
          ))}
        </ul>
      </Card>
    </>
  )
}

function Mean({ words, mean }: { readonly words: string; readonly mean: number }): React.ReactElement {
  const say = useSay()
  return (
    <Steps
      words={words}
      mean={mean}
      most={5}
      verdict={say('console.report.scale', { mean: say('console.report.one-decimal', { value: mean }) })}
    />
  )
}

/** An interval that includes zero allows no claim in either direction. */
const isSure = ({ low, high }: Change): boolean => low > 0 || high < 0

function Changes({ report }: { readonly report: ProgrammeReport }): React.ReactElement {
  const say = useSay()
  const { change, withheld } = report
  const signed = (value: number): string => say('console.report.signed', { value })
  const foot = withheld.length > 0 && (
    <Notice icon="lock">{say('console.report.withheld', { competences: [...withheld] })}</Notice>
  )
  if (change.length === 0)
    return (
      <Card title={say('console.report.change.title')}>
        <Text>{say('console.report.change.empty')}</Text>
        {foot}
      </Card>
    )
  const sentences = change.map((one) =>
    say(isSure(one) ? 'console.report.change.row' : 'console.report.change.unsure-row', {
      name: one.name,
      mean: signed(one.mean),
      low: signed(one.low),
      high: signed(one.high),
      n: one.n,
    }),
  )
  return (
    <PictureOrTable
      caption={say('console.report.change.title')}
      sub={`${say('console.report.change.about')}. ${say('console.report.about')}`}
      picture={
        <Intervals
          label={say('console.report.change.label', { rows: sentences.join(' ') })}
          tick={(level) =>
            level === 0
              ? say('console.report.change.zero')
              : say('console.report.change.tick', {
                  level: say('console.report.signed-whole', { value: level }),
                  abs: Math.abs(level),
                })
          }
          rows={change.map((one) => ({
            key: one.competence,
            name: one.name,
            mean: one.mean,
            low: one.low,
            high: one.high,
            verdict: isSure(one) ? signed(one.mean) : say('console.report.change.unsure'),
          }))}
        />
      }
      columns={['competence', 'mean', 'interval', 'n'].map((key) => say(`console.report.change.${key}`))}
      rows={change.map((one) => ({
        key: one.competence,
        cells: [
          one.name,
          isSure(one) ? signed(one.mean) : say('console.report.change.unsure'),
          say('console.report.change.from-to', { low: signed(one.low), high: signed(one.high) }),
          say('console.number', { value: one.n }),
        ],
      }))}
    >
      <Text size="caption" tone="subtle">
        {say('console.report.change.foot')}
      </Text>
      {foot}
    </PictureOrTable>
  )
}
