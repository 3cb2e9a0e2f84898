import * as React from 'react'
import { call, withdraw, type Participation, type Send } from '@tandem/contract'
import { Confirm, Icon, LinkButton, Row, Text, useAction, useSay } from '../ui'

/** The confidential way out at the foot of the page; no reason is asked for. */
export function WayOut({
  send,
  participation,
  onDone,
}: {
  send: Send
  participation: Participation
  onDone: () => Promise<void>
}): React.ReactElement {
  const say = useSay()
  const [asking, setAsking] = React.useState(false)
  const action = useAction()
  const inTandem = participation.tandems.some(({ status }) => status === 'active' || status === 'suspended')
  const goOn = async (): Promise<void> => {
    const done = await action.run(async () => {
      await call(send, withdraw, { params: { programme: participation.programme.key } })
    })
    if (!done) return
    setAsking(false)
    await onDone()
  }
  return (
    <Row gap={8} align="center">
      <Icon name="hand" size={16} />
      <Row gap={4} align="baseline" wrap>
        <Text size="caption" tone="subtle">
          {say('page.my.withdraw.lead')}
        </Text>
        <LinkButton
          small
          text={say('page.my.withdraw.link')}
          onClick={() => {
            action.forget()
            setAsking(true)
          }}
        />
      </Row>
      {asking && (
        <Confirm
          title={say('page.my.withdraw.title')}
          text={say(inTandem ? 'page.my.withdraw.text-tandem' : 'page.my.withdraw.text')}
          confirm={say('page.my.withdraw.confirm')}
          action={action}
          onConfirm={() => void goOn()}
          onDismiss={() => setAsking(false)}
        />
      )}
    </Row>
  )
}
