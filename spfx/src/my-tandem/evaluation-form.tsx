import * as React from 'react'
import { call, evaluateProgramme, type Send } from '@tandem/contract'
import type { EvaluationAnswers } from '@tandem/lists'
import { Column, QuestionForm, Scale, useAction, useSay } from '../ui'
import { useFiveSteps } from './five-steps'
import { FormPage } from './form-page'

const questions = ['worthwhile', 'eyeLevel', 'recommend'] as const

type EvaluationFormProps = { send: Send; programme: string; onDone: () => Promise<void>; onLeave: () => void }

/** Three questions on one screen: they belong together and take a minute. */
export function EvaluationForm({ send, programme, onDone, onLeave }: EvaluationFormProps): React.ReactElement {
  const say = useSay()
  const steps = useFiveSteps()
  const [answers, setAnswers] = React.useState<Partial<EvaluationAnswers>>({})
  const action = useAction()
  const { worthwhile, eyeLevel, recommend } = answers
  const complete = worthwhile && eyeLevel && recommend ? { worthwhile, eyeLevel, recommend } : undefined

  const save = async (body: EvaluationAnswers): Promise<void> => {
    const done = await action.run(async () => {
      await call(send, evaluateProgramme, { params: { programme }, body })
    })
    if (done) await onDone()
  }
  return (
    <FormPage
      title={say('page.my.form.reads')}
      points={[
        { icon: 'lock', text: say('page.my.evaluation.know.sealed') },
        { icon: 'info', text: say('page.my.evaluation.know.no-text') },
      ]}
    >
      <QuestionForm
        name={say('page.my.evaluation.name')}
        screens={[
          {
            key: 'evaluation',
            title: say('page.my.evaluation.title'),
            about: say('page.my.evaluation.about'),
            body: (
              <Column gap={32}>
                {questions.map((question) => (
                  <Scale
                    key={question}
                    legend={say(`page.my.evaluation.${question}`)}
                    steps={steps}
                    value={answers[question]}
                    onChange={(value) => setAnswers((known) => ({ ...known, [question]: value }))}
                  />
                ))}
              </Column>
            ),
            missing: complete ? undefined : say('page.my.evaluation.missing'),
          },
        ]}
        send={say('page.my.evaluation.send')}
        busy={action.busy}
        failure={action.failure}
        onSend={() => complete && void save(complete)}
        onLeave={onLeave}
      />
    </FormPage>
  )
}
