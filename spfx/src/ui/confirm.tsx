import * as React from 'react'
import { Dialog, DialogFooter, DialogType } from '@fluentui/react'
import { MainButton, QuietButton } from './buttons'
import type { Action } from './loaded'
import { useSay } from './language'
import { FailureNotice } from './states'

type ConfirmProps = {
  title: string
  text: string
  confirm: string
  /** Carries it out; its failure is shown in the dialog, which then stays open. */
  action: Action
  onConfirm: () => void
  onDismiss: () => void
}

/** Asks once more before something that others notice. The safe answer has the focus. */
export function Confirm({ title, text, confirm, action, onConfirm, onDismiss }: ConfirmProps): React.ReactElement {
  const say = useSay()
  return (
    <Dialog
      hidden={false}
      onDismiss={() => !action.busy && onDismiss()}
      dialogContentProps={{ type: DialogType.normal, title, subText: text, closeButtonAriaLabel: say('page.ui.close') }}
      modalProps={{ isBlocking: action.busy }}
      minWidth="min(480px, calc(100vw - 32px))"
    >
      <FailureNotice failure={action.failure} />
      <DialogFooter>
        <MainButton text={confirm} onClick={onConfirm} busy={action.busy} />
        <QuietButton text={say('page.ui.keep')} onClick={onDismiss} autoFocus />
      </DialogFooter>
    </Dialog>
  )
}
