import * as React from 'react'
import { styles, classes, type, unseen, type TypeName } from './styles'

export type Tone = 'strong' | 'normal' | 'subtle' | 'accent' | 'good' | 'bad'

const useTones = styles(({ palette: p, semanticColors: s }) => ({
  strong: { color: p.neutralDark },
  normal: { color: s.bodyText },
  subtle: { color: s.bodySubtext },
  accent: { color: p.themeDarkAlt },
  good: { color: s.successText },
  bad: { color: s.errorText },
  base: { margin: 0, overflowWrap: 'anywhere' },
  unseen,
}))
const useTypes = styles(() => type)

type TextProps = {
  as?: 'div' | 'span' | 'p' | 'h1' | 'h2' | 'h3' | 'h4' | 'li' | 'dt' | 'dd'
  size?: TypeName
  tone?: Tone
  id?: string
  className?: string
  children?: React.ReactNode
}

export function Text({
  as: Tag = 'div',
  size = 'body',
  tone = 'normal',
  id,
  className,
  children,
}: TextProps): React.ReactElement {
  const tones = useTones()
  const types = useTypes()
  return (
    <Tag id={id} className={classes(tones.base, tones[tone], types[size], className)}>
      {children}
    </Tag>
  )
}

/** For a page or form that has just changed: gives the heading the focus, so that a screen reader reads on from there. */
export function FocusHeading({
  size = 'title',
  level: Tag = 'h2',
  focus,
  id,
  children,
}: {
  size?: TypeName
  level?: 'h1' | 'h2' | 'h3'
  focus: unknown
  id?: string
  children: React.ReactNode
}): React.ReactElement {
  const tones = useTones()
  const types = useTypes()
  const heading = React.useRef<HTMLHeadingElement>(null)
  React.useEffect(() => {
    if (focus) heading.current?.focus()
  }, [focus])
  return (
    <Tag
      ref={heading}
      id={id}
      tabIndex={-1}
      className={classes(tones.base, tones.strong, types[size])}
      style={{ outline: 'none' }}
    >
      {children}
    </Tag>
  )
}

export function Unseen({ children }: { children: React.ReactNode }): React.ReactElement {
  return <span className={useTones().unseen}>{children}</span>
}

/** Says what has just happened, to eyes and ears. Stays in the page while empty, because only then is a change announced. */
export function Live({ children }: { children?: React.ReactNode }): React.ReactElement {
  const tones = useTones()
  return (
    <div role="status" aria-live="polite" className={children ? undefined : tones.unseen}>
      {children}
    </div>
  )
}
