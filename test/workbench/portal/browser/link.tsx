import * as React from 'react'
import { go } from './route.js'

export type LinkProps = {
  readonly to: string
  readonly current?: boolean
  readonly className?: string
  readonly label?: string
  readonly children: React.ReactNode
}

/** A link within the portal: a real address, followed without loading the page anew. */
export function Link({ to, current = false, className, label, children }: LinkProps): React.ReactElement {
  const follow = (event: React.MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} className={className} aria-current={current ? 'page' : undefined} aria-label={label} onClick={follow}>
      {children}
    </a>
  )
}
