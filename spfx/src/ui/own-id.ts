import * as React from 'react'
import { getId } from '@fluentui/react'

/** An id for this instance of a component; React 17 has none of its own. */
export function useOwnId(prefix: string): string {
  const id = React.useRef<string>()
  id.current ??= getId(prefix)
  return id.current
}
