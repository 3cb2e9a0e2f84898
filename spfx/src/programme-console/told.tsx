import * as React from 'react'
import { Live } from '../ui/text'

/** Says what has just been done. Empty it is taken out of the page's flow, so that it leaves no gap between cards, yet stays announced. */
export function Told({ children }: { readonly children?: React.ReactNode }): React.ReactElement {
  return (
    <div style={children ? undefined : { position: 'absolute' }}>
      <Live>{children}</Live>
    </div>
  )
}
