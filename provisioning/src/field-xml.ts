import { titleOf, type Column } from '@tandem/lists'
import { XMLBuilder } from 'fast-xml-parser'

/** SharePoint's name of the type a kind of column is stored in. */
export const sharePointType = {
  text: 'Text',
  number: 'Number',
  date: 'DateTime',
  choice: 'Choice',
  json: 'Note',
  sealed: 'Note',
  note: 'Note',
} as const satisfies Record<Column['kind'], string>

const ofKind: Record<Column['kind'], Readonly<Record<string, string>>> = {
  text: { MaxLength: '255' },
  number: {},
  // The friendly format would show "yesterday" where the programme team compares dates.
  date: { Format: 'DateTime', FriendlyDisplayFormat: 'Disabled' },
  choice: { Format: 'Dropdown', FillInChoice: 'FALSE' },
  // Rich text would wrap JSON and ciphertext in markup; append-only would keep what has to be erasable.
  json: { NumLines: '6', RichText: 'FALSE', AppendOnly: 'FALSE', UnlimitedLengthInDocumentLibrary: 'TRUE' },
  sealed: { NumLines: '6', RichText: 'FALSE', AppendOnly: 'FALSE', UnlimitedLengthInDocumentLibrary: 'TRUE' },
  note: { NumLines: '10', RichText: 'FALSE', AppendOnly: 'FALSE', UnlimitedLengthInDocumentLibrary: 'TRUE' },
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressBooleanAttributes: false })

/**
 * The definition of a column as SharePoint wants it. `Required` stays off: SharePoint enforces it in forms only, and nobody fills
 * these lists in by form; what a row must hold is checked by its schema.
 */
export function fieldXml(name: string, column: Column): string {
  const attributes = {
    Type: sharePointType[column.kind],
    Name: name,
    StaticName: name,
    DisplayName: titleOf(name, column),
    Description: column.about,
    Required: 'FALSE',
    Indexed: column.indexed ? 'TRUE' : 'FALSE',
    EnforceUniqueValues: column.unique ? 'TRUE' : 'FALSE',
    ...ofKind[column.kind],
  }
  return String(
    builder.build({
      Field: {
        ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@${key}`, value])),
        ...(column.kind === 'choice' ? { CHOICES: { CHOICE: [...column.choices] } } : {}),
      },
    }),
  )
}
