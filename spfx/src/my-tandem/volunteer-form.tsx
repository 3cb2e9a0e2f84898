import * as React from 'react'
import { Checkbox } from '@fluentui/react'
import { answerInvitation, call, type Participation, type Send } from '@tandem/contract'
import { at, Column, Private, QuestionForm, Scale, Sentence, styles, Text, useAction, useSay, type QuestionScreen } from '../ui'
import { FormPage } from './form-page'

const useVolunteer = styles(({ palette: p, effects: e }) => ({
  options: {
    display: 'grid',
    gap: 12,
    gridTemplateColumns: 'minmax(0,1fr)',
    selectors: { [at.medium]: { gridTemplateColumns: '1fr 1fr' }, [at.full]: { gridTemplateColumns: '1fr 1fr 1fr' } },
  },
  consent: {
    background: p.neutralLighterAlt,
    borderRadius: e.roundedCorner4,
    padding: 16,
    whiteSpace: 'pre-line',
    maxWidth: 720,
  },
}))

type VolunteerFormProps = { send: Send; participation: Participation; onDone: () => Promise<void>; onLeave: () => void }

/** Wishes, for mentors how many, and the consent; one group a screen. */
export function VolunteerForm({ send, participation, onDone, onLeave }: VolunteerFormProps): React.ReactElement {
  const say = useSay()
  const c = useVolunteer()
  const { consent, mostCapacity, programme, role, wishes } = participation
  const [languages, setLanguages] = React.useState<readonly string[]>(wishes?.languages ?? [])
  const [topics, setTopics] = React.useState<readonly string[]>(wishes?.topics ?? [])
  const [capacity, setCapacity] = React.useState(participation.capacity ?? 1)
  const [agreed, setAgreed] = React.useState(false)
  const action = useAction()

  const volunteer = async (): Promise<void> => {
    const done = await action.run(async () => {
      const chosen = { languages: [...languages], topics: [...topics] }
      await call(send, answerInvitation, {
        params: { programme: programme.key },
        body: { answer: 'volunteer', consentVersion: consent.version, wishes: chosen, ...(role === 'mentor' && { capacity }) },
      })
    })
    if (done) await onDone()
  }

  const choices = (
    label: string,
    options: Participation['topics'],
    chosen: readonly string[],
    choose: (keys: readonly string[]) => void,
  ): React.ReactElement => (
    <div role="group" aria-label={label} className={c.options}>
      {options.map(({ key, name }) => (
        <Checkbox
          key={key}
          label={name}
          checked={chosen.includes(key)}
          onChange={(_, on) => choose(on ? [...chosen, key] : chosen.filter((one) => one !== key))}
        />
      ))}
    </div>
  )

  const screens: QuestionScreen[] = [
    {
      key: 'languages',
      title: say('page.my.volunteer.languages.title'),
      about: say('page.my.volunteer.languages.about'),
      body: choices(say('page.my.volunteer.languages.title'), participation.languages, languages, setLanguages),
      missing: languages.length === 0 ? say('page.my.volunteer.languages.missing') : undefined,
    },
    {
      key: 'topics',
      title: say('page.my.volunteer.topics.title', { role }),
      about: say('page.my.volunteer.topics.about'),
      body: choices(say('page.my.volunteer.topics.title', { role }), participation.topics, topics, setTopics),
    },
  ]
  if (role === 'mentor' && mostCapacity > 1)
    screens.push({
      key: 'capacity',
      title: say('page.my.volunteer.capacity.title'),
      about: say('page.my.volunteer.capacity.about'),
      body: (
        <Scale
          namesOnly
          legend={say('page.my.volunteer.capacity.legend')}
          steps={Array.from({ length: mostCapacity }, (_, index) => ({
            value: index + 1,
            name: say('page.my.volunteer.capacity.step', { count: index + 1 }),
          }))}
          value={capacity}
          onChange={setCapacity}
        />
      ),
    })
  screens.push({
    key: 'consent',
    title: say('page.my.volunteer.consent.title'),
    about: say('page.my.volunteer.consent.about'),
    body: (
      <Column gap={16}>
        <div className={c.consent}>
          <Text>
            <Sentence text={consent.text} />
          </Text>
        </div>
        <Checkbox label={say('page.my.volunteer.consent.agree')} checked={agreed} onChange={(_, on) => setAgreed(on ?? false)} />
      </Column>
    ),
    missing: agreed ? undefined : say('page.my.volunteer.consent.missing'),
  })

  return (
    <FormPage
      title={say('page.my.form.know')}
      points={[
        { icon: 'people', text: say('page.my.volunteer.know.manager') },
        { icon: 'shield', text: say('page.my.volunteer.know.partner') },
        { icon: 'hand', text: say('page.my.volunteer.know.leave') },
      ]}
    >
      <QuestionForm
        name={say('page.my.volunteer.name', { role })}
        screens={screens}
        send={say('page.my.volunteer.send')}
        busy={action.busy}
        failure={action.failure}
        onSend={() => void volunteer()}
        onLeave={onLeave}
        foot={<Private>{say('page.my.volunteer.private')}</Private>}
      />
    </FormPage>
  )
}
