import * as React from 'react'
import { call, editSettings } from '@tandem/contract'
import { MainButton } from '../ui/buttons'
import { Card } from '../ui/card'
import { useSay } from '../ui/language'
import { Row } from '../ui/layout'
import { useAction } from '../ui/loaded'
import { FailureNotice, Notice } from '../ui/states'
import { Live, Text } from '../ui/text'
import { useConsole, type ViewProps } from './console-context'
import { check, draftOf } from './settings-fields'
import { SettingsForm } from './settings-form'

/** The numbers of the programme: to be edited while nobody has been invited, to be read afterwards. */
export function SettingsView({ view, renew }: ViewProps): React.ReactElement {
  const say = useSay()
  const { send } = useConsole()
  const [draft, setDraft] = React.useState(() => draftOf(view.settings))
  const [saved, setSaved] = React.useState(false)
  const action = useAction()
  const editable = view.programme.status === 'draft'
  const checked = check(draft)
  const save = (): void => {
    if (!checked.ok) return
    void action
      .run(async () => {
        await call(send, editSettings, { params: { programme: view.programme.key }, body: checked.settings })
        await renew()
      })
      .then(setSaved)
  }
  return (
    <Card title={say('console.settings.title')} sub={say(editable ? 'console.settings.about' : 'console.settings.fixed')}>
      <SettingsForm
        draft={draft}
        disabled={!editable}
        onChange={(changed) => {
          setSaved(false)
          setDraft(changed)
        }}
      />
      {editable && (
        <>
          {!checked.ok && (
            <Notice tone="bad">{say('console.create.errors', { count: Object.keys(checked.complaints).length })}</Notice>
          )}
          <FailureNotice failure={action.failure} />
          <Row gap={12} align="center" wrap>
            <MainButton
              text={say(action.busy ? 'console.settings.saving' : 'console.settings.save')}
              busy={action.busy}
              disabled={!checked.ok}
              onClick={save}
            />
            <Live>{saved && <Text tone="good">{say('console.settings.saved')}</Text>}</Live>
          </Row>
        </>
      )}
    </Card>
  )
}
