import { DateTime } from 'luxon'

import { type Bag, isBag } from '../store.js'
import type { Answer } from './answers.js'
import { answerValue } from './answers.js'
import { isMany } from './column-values.js'
import type { Column } from './columns.js'
import { refused, SharePointError } from './errors.js'
import type { Call } from './kinds.js'
import type { SpList } from './lists.js'
import { bodyOf } from './request.js'

type Judged = {
  readonly name: string
  readonly text: string
  readonly value?: unknown
  readonly error?: string
  readonly code?: number
}

/** SharePoint's numbers for a form that cannot be saved. */
const [requiredCode, invalidCode] = [-2130575163, -2130575155]

/**
 * The calls behind SharePoint's own forms. They check what plain REST writes let through (required columns, choices, bounds), and
 * answer 200 with the exception beside the field even when nothing was saved.
 */
export function addValidated(call: Call, list: SpList): Answer {
  const body = bodyOf(call.request)
  const create = body['listItemCreateInfo']
  if (isBag(create) && Number(create['UnderlyingObjectType'] ?? 0) === 1)
    throw refused.notInStandIn('making of folders in lists', 'validated-update.ts')
  const judged = judgedValues(call, list, body, true)
  if (judged.some(({ error }) => error !== undefined)) return told(call, judged, 0)
  const row = call.site.items.add(list, valuesOf(judged), false, call.site.permissions.principalIdOf(call.request.caller))
  return told(call, [...judged, { name: 'Id', text: String(row.id) }], row.id)
}

export function updateValidated(call: Call, list: SpList, id: number): Answer {
  const judged = judgedValues(call, list, bodyOf(call.request), false)
  if (judged.some(({ error }) => error !== undefined)) return told(call, judged, id)
  const editor = call.site.permissions.principalIdOf(call.request.caller)
  call.site.items.update(list, id, valuesOf(judged), false, call.request.ifMatch, editor)
  return told(call, judged, id)
}

const valuesOf = (judged: readonly Judged[]): Bag => Object.fromEntries(judged.map(({ name, value }) => [name, value]))

function told({ request }: Call, judged: readonly Judged[], itemId: number): Answer {
  const value = judged.map(({ name, text, error, code }) => ({
    ErrorCode: code ?? 0,
    ErrorMessage: error ?? null,
    FieldName: name,
    FieldValue: text,
    HasException: error !== undefined,
    ItemId: itemId,
  }))
  return answerValue('ValidateUpdateListItem', value, request.mode)
}

function judgedValues(call: Call, list: SpList, body: Bag, whole: boolean): Judged[] {
  const given = body['formValues']
  if (!Array.isArray(given)) throw refused.noSuchProperty('formValues', 'SP.ListItemFormUpdateValue')
  const judged = (given as unknown[]).filter(isBag).map((each): Judged => {
    const [name, text] = [String(each['FieldName'] ?? ''), each['FieldValue'] === null ? '' : String(each['FieldValue'] ?? '')]
    const column = list.columns.get(name.toLowerCase())
    return column
      ? judgedValue(call, column, text)
      : { name, text, error: `Column '${name}' does not exist. It may have been deleted by another user.`, code: -2147024809 }
  })
  if (!whole) return judged
  const missing = [...list.columns.values()].filter(
    ({ name, properties }) =>
      properties['Required'] === true &&
      !properties['DefaultValue'] &&
      !judged.some((each) => each.name.toLowerCase() === name.toLowerCase()),
  )
  return [
    ...judged,
    ...missing.map(({ name }) => ({
      name,
      text: '',
      error: 'You must specify a value for this required field.',
      code: requiredCode,
    })),
  ]
}

function judgedValue(call: Call, column: Column, text: string): Judged {
  const { name, type, properties } = column
  const wrong = (error: string): Judged => ({ name, text, error, code: invalidCode })
  if (text === '')
    return properties['Required'] === true
      ? { name, text, error: 'You must specify a value for this required field.', code: requiredCode }
      : { name, text, value: null }
  switch (type) {
    case 'Number':
    case 'Currency': {
      const value = Number(text.replaceAll(',', ''))
      if (Number.isNaN(value)) return wrong('Only numbers can go here.')
      const [least, most] = [Number(properties['MinimumValue']), Number(properties['MaximumValue'])]
      if (value < least || value > most) return wrong(`The value of this field must be between ${least} and ${most}.`)
      return { name, text, value }
    }
    case 'Boolean':
      return { name, text, value: /^(1|true|yes)$/i.test(text) }
    case 'DateTime': {
      const moment = momentOf(text)
      return moment
        ? { name, text, value: moment }
        : wrong('You must specify a valid date within the range of 1/1/1900 and 31/12/8900.')
    }
    case 'Choice':
      if (properties['FillInChoice'] !== true && !(properties['Choices'] as unknown[]).includes(text))
        return wrong('The value is not one of the choices of this field.')
      return { name, text, value: text }
    case 'MultiChoice':
      return { name, text, value: text.split(';#').filter((each) => each !== '') }
    case 'User':
      return judgedPeople(call, column, text)
    case 'Lookup': {
      const ids = text
        .split(';#')
        .map(Number)
        .filter((id) => Number.isInteger(id) && id > 0)
      return { name: `${name}Id`, text, value: isMany(column) ? ids : (ids[0] ?? null) }
    }
    case 'URL': {
      const [Url = '', Description] = text.split(/,\s+/)
      return { name, text, value: { Url, Description: Description ?? Url } }
    }
    case 'Text':
      if (text.length > Number(properties['MaxLength'] ?? 255)) return wrong('This field can have no more than 255 characters.')
      return { name, text, value: text }
    default:
      return { name, text, value: text }
  }
}

/** People come as `[{"Key":"i:0#.f|membership|ada@contoso.example"}]`. */
function judgedPeople({ site }: Call, column: Column, text: string): Judged {
  const { name } = column
  const wrong = (error: string): Judged => ({ name, text, error, code: invalidCode })
  let keys: string[]
  try {
    keys = (JSON.parse(text) as { Key: string }[]).map(({ Key }) => Key)
  } catch {
    return wrong('The user does not exist or is not unique.')
  }
  try {
    const ids = keys.map((key) => Number(site.permissions.ensureUser(key).values['Id']))
    return { name: `${name}Id`, text, value: isMany(column) ? ids : (ids[0] ?? null) }
  } catch (error) {
    if (error instanceof SharePointError) return wrong(`The user ${keys.join(', ')} could not be found.`)
    throw error
  }
}

/** The site's language writes days first; forms take ISO as well. The site's zone is UTC. */
function momentOf(text: string): string | undefined {
  const formats = ['d/M/yyyy H:mm:ss', 'd/M/yyyy H:mm', 'd/M/yyyy h:mm a', 'd/M/yyyy']
  const tried = [
    DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' }),
    ...formats.map((format) => DateTime.fromFormat(text, format, { zone: 'utc' })),
  ]
  return (
    tried
      .find((each) => each.isValid)
      ?.toUTC()
      .toISO() ?? undefined
  )
}
