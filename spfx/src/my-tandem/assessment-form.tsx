import * as React from 'react'
import { answerAssessment, call, viewAssessment, type AssessmentView, type Send } from '@tandem/contract'
import {
  Await,
  CardSkeleton,
  Column,
  EmptyState,
  Private,
  QuestionForm,
  QuietButton,
  Scale,
  Sentence,
  useAction,
  useLoaded,
  useSay,
  type QuestionScreen,
} from '../ui'
import { Result } from './competences-card'
import { FormPage } from './form-page'

type AssessmentFormProps = { send: Send; programme: string; onDone: () => Promise<void>; onLeave: () => void }

export function AssessmentForm({ send, programme, onDone, onLeave }: AssessmentFormProps): React.ReactElement {
  const say = useSay()
  const assessment = useLoaded(() => call(send, viewAssessment, { params: { programme } }), [send, programme])
  return (
    <Await of={assessment} skeleton={<CardSkeleton lines={8} />}>
      {(view) =>
        view.open ? (
          <Questions view={view} moment={view.open} send={send} programme={programme} onDone={onDone} onLeave={onLeave} />
        ) : (
          <EmptyState
            icon="clock"
            title={say('page.my.assessment.closed')}
            action={<QuietButton text={say('page.my.form.back-to-page')} onClick={onLeave} />}
          >
            {say('page.my.assessment.closed.text')}
          </EmptyState>
        )
      }
    </Await>
  )
}

const most = 3

/** Screens of equal length, at most three competences each. */
function grouped<T>(all: readonly T[]): T[][] {
  const screens = Math.max(1, Math.ceil(all.length / most))
  const size = Math.ceil(all.length / screens)
  return Array.from({ length: screens }, (_, index) => all.slice(index * size, (index + 1) * size)).filter(
    (group) => group.length > 0,
  )
}

/** The result is shown to the person before it is sent anywhere. */
function Questions({
  view,
  moment,
  send,
  programme,
  onDone,
  onLeave,
}: AssessmentFormProps & { view: AssessmentView; moment: NonNullable<AssessmentView['open']> }): React.ReactElement {
  const say = useSay()
  const [levels, setLevels] = React.useState<Record<string, number>>({})
  const action = useAction()
  const steps = view.scale.map(({ level, name }) => ({ value: level, name }))
  const groups = grouped(view.competences)

  const save = async (): Promise<void> => {
    const done = await action.run(async () => {
      await call(send, answerAssessment, { params: { programme }, body: { moment, levels } })
    })
    if (done) await onDone()
  }

  const screens: QuestionScreen[] = groups.map((group, index) => ({
    key: `group-${index}`,
    title: say('page.my.assessment.title'),
    about: say(index === 0 ? 'page.my.assessment.about' : 'page.my.assessment.about-more'),
    body: (
      <Column gap={32}>
        {group.map(({ key, name, about }) => (
          <Scale
            key={key}
            namesOnly
            legend={name}
            about={about}
            steps={steps}
            value={levels[key]}
            onChange={(level) => setLevels((known) => ({ ...known, [key]: level }))}
          />
        ))}
      </Column>
    ),
    missing: group.some(({ key }) => levels[key] === undefined) ? say('page.my.assessment.missing') : undefined,
  }))
  const result = moment === 'before' ? { before: levels, after: null } : { before: view.before, after: levels }
  screens.push({
    key: 'result',
    title: say('page.my.assessment.result.title'),
    about: say('page.my.assessment.result.about'),
    body: <Result view={{ competences: view.competences, ...result }} />,
  })

  return (
    <FormPage
      title={say('page.my.form.reads')}
      points={[
        { icon: 'lock', text: say('page.my.assessment.know.sealed') },
        { icon: 'people', text: say('page.my.assessment.know.tandem') },
        { icon: 'target', text: say('page.my.assessment.know.honest') },
      ]}
    >
      <QuestionForm
        name={say(`page.my.assessment.name.${moment}`)}
        screens={screens}
        send={say('page.my.assessment.send')}
        busy={action.busy}
        failure={action.failure}
        onSend={() => void save()}
        onLeave={onLeave}
        foot={
          <Private>
            {view.closesOn ? (
              <Sentence text={say('page.my.assessment.open-until', { when: view.closesOn })} />
            ) : (
              say('page.my.assessment.not-sent')
            )}
          </Private>
        }
      />
    </FormPage>
  )
}
