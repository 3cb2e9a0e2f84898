import * as React from 'react'
import { Confirm } from '../ui/confirm'
import { useAction } from '../ui/loaded'

type AskProps = {
  readonly title: string
  readonly text: string
  /** The verb of what happens, never "OK". */
  readonly confirm: string
  /** Stands on the button while it happens. */
  readonly working: string
  readonly act: () => Promise<void>
  readonly onClose: () => void
}

/** Asked before everything that mails go out for or that cannot be taken back; closes itself once it is done. */
export function Ask({ title, text, confirm, working, act, onClose }: AskProps): React.ReactElement {
  const action = useAction()
  return (
    <Confirm
      title={title}
      text={text}
      confirm={action.busy ? working : confirm}
      action={action}
      onConfirm={() => {
        void action.run(act).then((worked) => {
          if (worked) onClose()
        })
      }}
      onDismiss={onClose}
    />
  )
}
