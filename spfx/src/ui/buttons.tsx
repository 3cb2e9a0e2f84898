import * as React from 'react'
import { DefaultButton, Link, PrimaryButton, type IButtonStyles } from '@fluentui/react'
import { at } from './styles'

type ButtonProps = {
  text: string
  onClick?: () => void
  /** Goes somewhere instead of doing something; opens in a new tab. */
  href?: string
  disabled?: boolean
  /** In the hero: 40 high. */
  big?: boolean
  busy?: boolean
  autoFocus?: boolean
  /** Sends the form it stands in. */
  submit?: boolean
  /** What it belongs to, where the text alone says the same on several buttons. */
  describe?: string
}

const shape = (big: boolean | undefined): IButtonStyles => ({
  root: {
    minHeight: big ? 40 : 32,
    height: 'auto',
    padding: big ? '4px 20px' : '2px 16px',
    maxWidth: '100%',
    selectors: { [at.narrow]: { minHeight: 40 } },
  },
  label: { lineHeight: '18px', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  textContainer: { minWidth: 0 },
})

const target = ({ href }: ButtonProps): { href?: string; target?: string; rel?: string } =>
  href ? { href, target: '_blank', rel: 'noreferrer' } : {}

/** A button that works stays focusable while it works; a disabled one would drop the focus. */
const common = (props: ButtonProps): React.ComponentProps<typeof PrimaryButton> => ({
  text: props.text,
  styles: shape(props.big),
  disabled: props.disabled ?? false,
  allowDisabledFocus: true,
  autoFocus: props.autoFocus ?? false,
  type: props.submit ? 'submit' : 'button',
  'aria-busy': props.busy ?? false,
  'aria-label': props.describe ? `${props.text}: ${props.describe}` : undefined,
  ...target(props),
  ...(props.onClick && { onClick: () => !props.busy && props.onClick?.() }),
})

/** The one primary action of a view. */
export function MainButton(props: ButtonProps): React.ReactElement {
  return <PrimaryButton {...common(props)} />
}

export function QuietButton(props: ButtonProps): React.ReactElement {
  return <DefaultButton {...common(props)} />
}

type LinkButtonProps = {
  text: string
  onClick?: () => void
  href?: string
  describe?: string
  small?: boolean
  /** For links that open something below them. */
  expanded?: boolean
  controls?: string
}

/** For everything else one may do. */
export function LinkButton({ text, onClick, href, describe, small, expanded, controls }: LinkButtonProps): React.ReactElement {
  return (
    <Link
      {...(href ? { href, target: '_blank', rel: 'noreferrer' } : { as: 'button', type: 'button' })}
      onClick={onClick}
      aria-label={describe ? `${text}: ${describe}` : undefined}
      aria-expanded={expanded}
      aria-controls={controls}
      styles={{ root: { fontSize: small ? 12 : 14, lineHeight: '24px', textAlign: 'left' } }}
    >
      {text}
    </Link>
  )
}
