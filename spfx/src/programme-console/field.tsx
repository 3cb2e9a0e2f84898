import * as React from 'react'
import { TextField, type ITextFieldProps } from '@fluentui/react'

type FieldProps = Pick<
  ITextFieldProps,
  'label' | 'description' | 'value' | 'required' | 'disabled' | 'maxLength' | 'spellCheck' | 'placeholder'
> & {
  readonly onChange: (value: string) => void
  /** What is wrong with it, in a sentence; undefined while nothing is. */
  readonly complaint: string | undefined
  /** For whole numbers: a small field and the number keys on a phone. */
  readonly number?: boolean
}

/** Fluent's text field with a description that can be read: its own is set in 10 px. */
export function Field({ onChange, complaint, number = false, ...props }: FieldProps): React.ReactElement {
  return (
    <TextField
      {...props}
      {...(number && { inputMode: 'numeric' })}
      autoComplete="off"
      errorMessage={complaint}
      onChange={(_, value) => onChange(value ?? '')}
      styles={{
        root: { maxWidth: 560 },
        fieldGroup: number ? { maxWidth: 160 } : {},
        description: { fontSize: 12, lineHeight: 16, display: 'block', paddingTop: 4 },
      }}
    />
  )
}
