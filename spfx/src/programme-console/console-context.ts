import * as React from 'react'
import type { ProgrammeView, Send } from '@tandem/contract'
import type { Address, Go } from './address'

export type ConsoleValue = { readonly send: Send; readonly address: Address; readonly go: Go }

export const ConsoleContext = React.createContext<ConsoleValue | undefined>(undefined)

export function useConsole(): ConsoleValue {
  const value = React.useContext(ConsoleContext)
  if (!value) throw new Error('This part of the console was rendered outside ProgrammeConsole.')
  return value
}

/** What every view of one programme gets. */
export type ViewProps = {
  readonly view: ProgrammeView
  /** Reads the programme again, after something in it was changed. */
  readonly renew: () => Promise<void>
}
