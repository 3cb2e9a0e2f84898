import * as React from 'react'
import { call, closePhase, type ProgrammeView } from '@tandem/contract'
import { useSay } from '../ui/language'
import { Ask } from './ask'
import { useConsole } from './console-context'

export type Closable = 'inviting' | 'assessing'

/** The phase that can be left early just now, if any. */
export const closableOf = ({ programme, figures }: ProgrammeView): Closable | undefined =>
  (programme.status === 'inviting' && figures.invited > 0) || programme.status === 'assessing' ? programme.status : undefined

type ClosePhaseProps = {
  readonly leave: Closable
  readonly view: ProgrammeView
  readonly onDone: () => Promise<void>
  readonly onClose: () => void
}

export function ClosePhase({ leave, view, onDone, onClose }: ClosePhaseProps): React.ReactElement {
  const say = useSay()
  const { send } = useConsole()
  const { invited, volunteered, declined, approved, assessed } = view.figures
  const open = Math.max(0, leave === 'inviting' ? invited - volunteered - declined : approved - assessed)
  return (
    <Ask
      title={say(`console.close.${leave}-title`)}
      text={say(`console.close.${leave}-text`, { open })}
      confirm={say(`console.close.${leave}-confirm`)}
      working={say('console.close.working')}
      act={async () => {
        await call(send, closePhase, { params: { programme: view.programme.key }, body: { leave } })
        await onDone()
      }}
      onClose={onClose}
    />
  )
}
