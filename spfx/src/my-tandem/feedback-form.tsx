import * as React from 'react'
import { ChoiceGroup } from '@fluentui/react'
import { call, giveFeedback, type MeetingView, type Send } from '@tandem/contract'
import { Column, QuestionForm, Scale, useAction, useDates, useSay } from '../ui'
import { useFiveSteps } from './five-steps'
import { FormPage } from './form-page'

type FeedbackFormProps = {
  send: Send
  meetingKey: string
  meeting: MeetingView | undefined
  partner: string | undefined
  onDone: () => Promise<void>
  onLeave: () => void
}

/** One question, and a second one if the meeting took place. */
export function FeedbackForm({ send, meetingKey, meeting, partner, onDone, onLeave }: FeedbackFormProps): React.ReactElement {
  const say = useSay()
  const dates = useDates()
  const [tookPlace, setTookPlace] = React.useState<'yes' | 'no'>()
  const [useful, setUseful] = React.useState<number>()
  const steps = useFiveSteps()
  const action = useAction()

  const save = async (): Promise<void> => {
    const done = await action.run(async () => {
      const body = { meeting: meetingKey, tookPlace: tookPlace === 'yes', useful: tookPlace === 'yes' ? (useful ?? null) : null }
      await call(send, giveFeedback, { body })
    })
    if (done) await onDone()
  }
  const missing = !tookPlace
    ? say('page.my.feedback.missing')
    : tookPlace === 'yes' && !useful
      ? say('page.my.feedback.missing-useful')
      : undefined
  const question = say('page.my.feedback.took-place')
  return (
    <FormPage
      title={say('page.my.form.reads')}
      points={[
        { icon: 'calendar', text: say('page.my.feedback.know.took-place') },
        { icon: 'lock', text: say('page.my.feedback.know.useful') },
      ]}
    >
      <QuestionForm
        name={say('page.my.feedback.name')}
        screens={[
          {
            key: 'feedback',
            title: say('page.my.feedback.title', { partner: partner ?? 'none' }),
            ...(meeting && {
              about: `${say('page.my.meetings.number', { number: meeting.number })}, ${dates.range(meeting.startsOn, meeting.endsOn)}`,
            }),
            body: (
              <Column gap={24}>
                <ChoiceGroup
                  label={question}
                  selectedKey={tookPlace ?? null}
                  options={[
                    { key: 'yes', text: say('page.my.feedback.yes') },
                    { key: 'no', text: say('page.my.feedback.no') },
                  ]}
                  onChange={(_, option) => setTookPlace(option?.key === 'yes' ? 'yes' : 'no')}
                />
                {tookPlace === 'yes' && (
                  <Scale legend={say('page.my.feedback.useful')} steps={steps} value={useful} onChange={setUseful} />
                )}
              </Column>
            ),
            missing,
          },
        ]}
        send={say('page.my.feedback.send')}
        busy={action.busy}
        failure={action.failure}
        onSend={() => void save()}
        onLeave={onLeave}
      />
    </FormPage>
  )
}
