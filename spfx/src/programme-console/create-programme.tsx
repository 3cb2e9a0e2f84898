import * as React from 'react'
import { ChoiceGroup } from '@fluentui/react'
import { ApiError, call, createProgramme, listBlueprints, type ProgrammeSummary } from '@tandem/contract'
import { LinkButton, MainButton, QuietButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Column, Row } from '../ui/layout'
import { useAction, useLoaded } from '../ui/loaded'
import { Await, EmptyState, FailureNotice, Notice } from '../ui/states'
import { Text } from '../ui/text'
import { useConsole } from './console-context'
import { Field } from './field'
import { check, draftOf, proposedKey, type Draft } from './settings-fields'
import { SettingsForm } from './settings-form'

type Blueprints = Awaited<ReturnType<typeof load>>
const load = async (send: Parameters<typeof call>[0]) => (await call(send, listBlueprints)).blueprints

type CreateProgrammeProps = {
  readonly onCreated: (created: ProgrammeSummary) => Promise<void>
  readonly onCancel?: (() => void) | undefined
}

export function CreateProgramme({ onCreated, onCancel }: CreateProgrammeProps): React.ReactElement {
  const say = useSay()
  const { send } = useConsole()
  const blueprints = useLoaded(() => load(send), [send])
  return (
    <Await of={blueprints}>
      {(loaded) =>
        loaded.length > 0 ? (
          <Form blueprints={loaded} onCreated={onCreated} onCancel={onCancel} />
        ) : (
          <EmptyState icon="info" title={say('console.create.title')}>
            {say('console.create.no-blueprints')}
          </EmptyState>
        )
      }
    </Await>
  )
}

function Form({
  blueprints,
  onCreated,
  onCancel,
}: CreateProgrammeProps & { readonly blueprints: Blueprints }): React.ReactElement {
  const say = useSay()
  const { send } = useConsole()
  const [name, setName] = React.useState('')
  const [ownKey, setOwnKey] = React.useState<string | undefined>(undefined)
  const [chosen, setChosen] = React.useState(blueprints[0]?.key ?? '')
  const [drafts, setDrafts] = React.useState<Readonly<Record<string, Draft>>>(() =>
    Object.fromEntries(blueprints.map(({ key, settings }) => [key, draftOf(settings)])),
  )
  const [open, setOpen] = React.useState(false)
  const [tried, setTried] = React.useState(false)
  const [refused, setRefused] = React.useState<{ readonly key: string; readonly message: string } | undefined>(undefined)
  const form = React.useRef<HTMLFormElement>(null)
  const action = useAction()

  const key = ownKey ?? proposedKey(name)
  const draft = drafts[chosen]
  const checked = draft && check(draft)
  const request = createProgramme.request.shape
  const wrongName = !request.name.safeParse(name).success
  const wrongKey = !request.key.safeParse(key).success
  const wrong = [wrongName, wrongKey, ...(checked && !checked.ok ? Object.keys(checked.complaints).map(() => true) : [])].filter(
    Boolean,
  ).length

  const keyComplaint =
    refused?.key === key
      ? refused.message
      : (tried || ownKey !== undefined) && wrongKey
        ? say('console.create.key-error')
        : undefined

  // The first field in trouble takes the focus, once the sentences stand at their fields.
  const [attempt, setAttempt] = React.useState(0)
  React.useEffect(() => {
    if (attempt > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempt])

  const submit = (): void => {
    setTried(true)
    if (wrong > 0 || !checked?.ok) {
      if (checked && !checked.ok) setOpen(true)
      setAttempt((before) => before + 1)
      return
    }
    void action.run(async () => {
      try {
        const created = await call(send, createProgramme, {
          body: { blueprint: chosen, name: name.trim(), key, settings: checked.settings },
        })
        await onCreated(created)
      } catch (error) {
        // A conflict can only be the short name, so it is said where it is mended.
        if (!(error instanceof ApiError) || error.status !== 409) throw error
        setRefused({ key, message: error.message })
        setAttempt((before) => before + 1)
      }
    })
  }

  const blueprint = blueprints.find((one) => one.key === chosen)
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Card title={say('console.create.title')} sub={say('console.create.about')}>
        <Field
          label={say('console.create.name')}
          description={say('console.create.name-about')}
          value={name}
          onChange={setName}
          required
          maxLength={120}
          complaint={tried && wrongName ? say('console.create.name-error') : undefined}
        />
        <Field
          label={say('console.create.key')}
          description={say('console.create.key-about')}
          value={key}
          onChange={setOwnKey}
          required
          spellCheck={false}
          complaint={keyComplaint}
        />
        {blueprints.length > 1 && (
          <ChoiceGroup
            label={say('console.create.blueprint')}
            options={blueprints.map((one) => ({ key: one.key, text: one.name }))}
            selectedKey={chosen}
            onChange={(_, option) => option && setChosen(option.key)}
          />
        )}
        {blueprint && draft && (
          <Card level="h3" title={blueprint.name} sub={blueprint.about}>
            <Column gap={4}>
              <Text>
                {say('console.create.blueprint-line', {
                  meetings: blueprint.settings.meetings,
                  minutes: blueprint.settings.meetingMinutes,
                  gap: blueprint.settings.meetingGapDays,
                  capacity: blueprint.settings.mentorCapacity,
                })}
              </Text>
              <Text tone="subtle">
                {say('console.create.blueprint-competences', {
                  competences: blueprint.settings.competences.map((one) => one.key),
                })}
              </Text>
            </Column>
            <Row>
              <LinkButton
                text={say(open ? 'console.settings.hide' : 'console.settings.show')}
                expanded={open}
                onClick={() => setOpen(!open)}
              />
            </Row>
            {open && <SettingsForm draft={draft} onChange={(changed) => setDrafts({ ...drafts, [chosen]: changed })} />}
          </Card>
        )}
        {tried && wrong > 0 && <Notice tone="bad">{say('console.create.errors', { count: wrong })}</Notice>}
        <FailureNotice failure={action.failure} />
        <Row gap={8} wrap>
          <MainButton
            big
            text={say(action.busy ? 'console.create.working' : 'console.create.submit')}
            busy={action.busy}
            onClick={submit}
          />
          {onCancel && <QuietButton big text={say('console.cancel')} onClick={onCancel} />}
        </Row>
      </Card>
    </form>
  )
}
