import * as React from 'react'
import { answerInvitation, call, type Me, type Participation, type Send } from '@tandem/contract'
import { Card, Cell, Confirm, firstName, Grid, Live, Notice, Sentence, Tabs, Text, useAction, useSay } from '../ui'
import { AssessmentForm } from './assessment-form'
import { CompetencesCard, hasAssessed } from './competences-card'
import { EvaluationForm } from './evaluation-form'
import { FeedbackForm } from './feedback-form'
import { InvitationCards } from './invitation-cards'
import { tandemsOf } from './meetings'
import { NextStep } from './next-step'
import { TandemCards } from './tandem-cards'
import { VolunteerForm } from './volunteer-form'
import { WayOut } from './way-out'
import { WishesCard } from './wishes-card'

export type Open = { form: 'volunteer' } | { form: 'assessment' } | { form: 'evaluation' } | { form: 'feedback'; meeting: string }

type ParticipationPageProps = { send: Send; me: Me; participation: Participation; reload: () => Promise<void> }

/** One programme as one person sees it. A form takes the place of the page while it is open. */
export function ParticipationPage({ send, me, participation, reload }: ParticipationPageProps): React.ReactElement {
  const say = useSay()
  const [open, setOpen] = React.useState<Open>()
  const [declining, setDeclining] = React.useState(false)
  const [saved, setSaved] = React.useState<string>()
  /** Counts the returns to the page, so that the focus goes to its heading after each. */
  const [returns, setReturns] = React.useState(0)
  const decline = useAction()
  const programme = participation.programme.key
  const assessed = hasAssessed(participation)

  const leave = (): void => {
    setOpen(undefined)
    setReturns((count) => count + 1)
  }
  const finish = async (words: string): Promise<void> => {
    await reload()
    setSaved(words)
    leave()
  }
  const start = (next: Open): void => {
    setSaved(undefined)
    setOpen(next)
  }
  const sayNo = async (): Promise<void> => {
    const done = await decline.run(async () => {
      await call(send, answerInvitation, { params: { programme }, body: { answer: 'decline' } })
    })
    if (!done) return
    setDeclining(false)
    await finish(say('page.my.declined'))
  }

  if (open) return <OpenForm {...{ send, me, participation, open, finish, leave }} />
  return (
    <>
      <Live>{saved && <Notice tone="good">{saved}</Notice>}</Live>
      <NextStep participation={participation} now={me.now} focus={returns} onOpen={start} onDecline={() => setDeclining(true)} />
      {participation.outcome && (
        <Card title={say('page.my.outcome.title')} icon="info">
          <Text>
            <Sentence text={participation.outcome.sentence} />
          </Text>
          <Text tone="subtle">{say(`page.my.outcome.${participation.status === 'unmatched' ? 'unmatched' : 'other'}`)}</Text>
        </Card>
      )}
      {participation.next.action === 'volunteer' && <InvitationCards participation={participation} />}
      <Tandems {...{ send, me, participation, finish, start }} />
      {(assessed || participation.wishes) && (
        <Grid>
          {assessed && (
            <Cell of={participation.wishes ? 7 : 12}>
              <CompetencesCard send={send} programme={programme} changed={returns} />
            </Cell>
          )}
          {participation.wishes && (
            <Cell of={assessed ? 5 : 12}>
              <WishesCard participation={participation} wishes={participation.wishes} />
            </Cell>
          )}
        </Grid>
      )}
      {participation.mayWithdraw && (
        <WayOut send={send} participation={participation} onDone={() => finish(say('page.my.withdrawn'))} />
      )}
      {declining && (
        <Confirm
          title={say('page.my.decline.title')}
          text={say('page.my.decline.text')}
          confirm={say('page.my.decline.confirm')}
          action={decline}
          onConfirm={() => void sayNo()}
          onDismiss={() => setDeclining(false)}
        />
      )}
    </>
  )
}

type Shared = { send: Send; me: Me; participation: Participation; finish: (words: string) => Promise<void> }

function OpenForm({ send, participation, open, finish, leave }: Shared & { open: Open; leave: () => void }): React.ReactElement {
  const say = useSay()
  const programme = participation.programme.key
  if (open.form === 'volunteer')
    return (
      <VolunteerForm
        send={send}
        participation={participation}
        onDone={() => finish(say('page.my.volunteer.done'))}
        onLeave={leave}
      />
    )
  if (open.form === 'assessment')
    return (
      <AssessmentForm send={send} programme={programme} onDone={() => finish(say('page.my.assessment.done'))} onLeave={leave} />
    )
  if (open.form === 'evaluation')
    return (
      <EvaluationForm send={send} programme={programme} onDone={() => finish(say('page.my.evaluation.done'))} onLeave={leave} />
    )
  const tandem = participation.tandems.find(({ meetings }) => meetings.some(({ key }) => key === open.meeting))
  const meeting = tandem?.meetings.find(({ key }) => key === open.meeting)
  return (
    <FeedbackForm
      send={send}
      meetingKey={open.meeting}
      meeting={meeting}
      partner={tandem ? firstName(tandem.partner.name) : undefined}
      onDone={() => finish(say('page.my.feedback.done'))}
      onLeave={leave}
    />
  )
}

/** A mentor may have several tandems: one tab each, the one with the next step first in view. */
function Tandems({
  send,
  me,
  participation,
  finish,
  start,
}: Shared & { start: (open: Open) => void }): React.ReactElement | null {
  const say = useSay()
  const { next } = participation
  const tandems = tandemsOf(participation)
  const [chosen, choose] = React.useState<string>()
  const due = tandems.find(({ meetings }) => meetings.some(({ key }) => key === next.meeting))
  const current = tandems.find(({ key }) => key === chosen) ?? due ?? tandems[0]
  if (!current) return null
  return (
    <>
      {tandems.length > 1 && (
        <Tabs
          label={say('page.my.tandems')}
          tabs={tandems.map(({ key, partner }) => ({ key, name: partner.name }))}
          chosen={current.key}
          onChoose={choose}
        />
      )}
      <TandemCards
        key={current.key}
        send={send}
        me={me}
        role={participation.role}
        tandem={current}
        onFeedback={(meeting) => start({ form: 'feedback', meeting })}
        onCancelled={() => finish(say('page.my.meetings.cancelled.done'))}
      />
    </>
  )
}
