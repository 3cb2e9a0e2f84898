import * as React from 'react'

export function Waiting({ what, rows = 3 }: { readonly what: string; readonly rows?: number }): React.ReactElement {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Loading {what} …</span>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className="bone" />
      ))}
    </div>
  )
}

export function Empty({ title, children }: { readonly title: string; readonly children?: React.ReactNode }): React.ReactElement {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  )
}

export function Failed({
  what,
  message,
  onRetry,
}: {
  readonly what: string
  readonly message: string
  readonly onRetry?: () => void
}): React.ReactElement {
  return (
    <div className="failed" role="alert">
      <p className="empty-title">{what}</p>
      <p>{message}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
