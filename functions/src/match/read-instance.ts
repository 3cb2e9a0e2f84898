import { z } from 'zod'
import type { Instance } from '@tandem/domain'
import { NotAnInstance } from './wrong.js'

const competences = 21

/** Where in the file something is wrong, and what. */
type Place = { readonly at: string; readonly what: string }

const whole = z.int().min(0)

const Person = z.object({
  id: z.string(),
  managerId: z.string().nullable(),
  department: z.string(),
  function: z.string(),
  level: z.int(),
  site: z.string(),
  utcOffset: z.number(),
  languages: z.array(z.string()),
  competences: z.array(z.int().min(0).max(8)).length(competences),
  required: z.array(z.int().min(1).max(8)).length(competences),
  topics: z.array(z.string()),
  mentor: z.boolean(),
  mentee: z.boolean(),
  minLoad: z.unknown().optional(),
  capacity: z.unknown().optional(),
})

const Two = z.tuple([z.string(), z.string()])
const Said = z.union([z.literal(-1), z.literal(0), z.literal(1)])

const People = z.object({
  kind: z.literal('people'),
  people: z.array(Person),
  preferences: z.array(z.tuple([z.string(), z.string(), Said, Said])).optional(),
  mutualOnly: z.boolean().optional(),
  forbidden: z.array(Two).optional(),
  locked: z.array(Two).optional(),
})

const Graph = z.object({
  kind: z.literal('graph'),
  n: whole,
  m: whole,
  capacity: z.array(whole),
  minLoad: z.array(whole),
  edges: z.array(z.array(whole)),
})

/** Scores and mentors are held in numbers of this size. */
const numbersBelow = 2 ** 31

/** The instance in a file, or one sentence about the first thing that is wrong with it. */
export function instanceFrom(text: string): Instance {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (cause) {
    throw new NotAnInstance(`The file is not JSON: ${(cause instanceof Error ? cause.message : String(cause)).split('\n')[0]}.`, {
      cause,
    })
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) wrong({ at: 'The file', what: 'an object was expected' })
  const kind = (data as Record<string, unknown>)['kind']
  if (kind === 'people') return people(data)
  if (kind === 'graph') return graph(data)
  return wrong({ at: 'kind', what: `${shown(kind)}, "people" or "graph" needed` })
}

function people(data: unknown): Instance {
  const found = parsed(People, data)
  const seen = new Map<string, number>()
  const volunteers = found.people.map(({ minLoad, capacity, ...person }, index) => {
    const at = `people[${index}] (${person.id})`
    const before = seen.get(person.id)
    if (before !== undefined) wrong({ at: `${at}.id`, what: `the same id as people[${before}]` })
    seen.set(person.id, index)
    if (!person.mentor) return person
    const least = amount(minLoad, `${at}.minLoad`)
    const most = amount(capacity, `${at}.capacity`)
    if (least > most) wrong({ at: `${at}.minLoad`, what: `${least} is more than the capacity ${most}` })
    return { ...person, minLoad: least, capacity: most }
  })
  return { ...found, people: volunteers }
}

function amount(value: unknown, at: string): number {
  if (typeof value !== 'number') return wrong({ at, what: `${shown(value)}, a whole number from 0 needed` })
  if (!Number.isInteger(value) || value < 0) return wrong({ at, what: `${value}, a whole number from 0 needed` })
  if (value >= numbersBelow) return wrong({ at, what: `${value}, a number below ${numbersBelow} needed` })
  return value
}

function graph(data: unknown): Instance {
  const found = parsed(Graph, data)
  const { n, m, capacity, minLoad, edges } = found
  if (edges.length !== n) wrong({ at: 'edges', what: `${edges.length} rows, n says ${n}` })
  if (capacity.length !== m) wrong({ at: 'capacity', what: `${capacity.length} values, m says ${m}` })
  if (minLoad.length !== m) wrong({ at: 'minLoad', what: `${minLoad.length} values, m says ${m}` })
  capacity.forEach((most, mentor) => {
    amount(most, `capacity[${mentor}]`)
    if (minLoad[mentor]! > most) wrong({ at: `minLoad[${mentor}]`, what: `${minLoad[mentor]} is more than the capacity ${most}` })
  })
  const listedBy = new Int32Array(m).fill(-1)
  edges.forEach((row, mentee) => {
    if (row.length % 2 !== 0) wrong({ at: `edges[${mentee}]`, what: `${row.length} values, pairs of mentor and score needed` })
    for (let at = 0; at < row.length; at += 2) {
      const mentor = row[at]!
      if (mentor >= m) wrong({ at: `edges[${mentee}][${at}]`, what: `mentor ${mentor}, mentors are 0 to ${m - 1}` })
      if (listedBy[mentor] === mentee) wrong({ at: `edges[${mentee}][${at}]`, what: `mentor ${mentor} a second time` })
      listedBy[mentor] = mentee
      amount(row[at + 1], `edges[${mentee}][${at + 1}]`)
    }
  })
  return found
}

function parsed<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const [issue] = result.error.issues
  return wrong(issue ? placeOf(data, issue) : { at: 'The file', what: 'something is wrong with it' })
}

/** Says the place as one would write it in JavaScript, with the id of the person it is about. */
function placeOf(data: unknown, issue: z.core.$ZodIssue): Place {
  let at = ''
  let value: unknown = data
  for (const [depth, step] of issue.path.entries()) {
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined
    at += typeof step === 'number' ? `[${step}]` : `${at === '' ? '' : '.'}${String(step)}`
    const id =
      depth === 1 && issue.path[0] === 'people' && typeof value === 'object' ? (value as { id?: unknown } | null)?.id : null
    if (typeof id === 'string' && issue.path[2] !== 'id') at += ` (${id})`
  }
  if (Array.isArray(value) && (issue.code === 'too_small' || issue.code === 'too_big'))
    return { at, what: `${value.length} values, ${needed(issue)} needed` }
  return { at: at === '' ? 'The file' : at, what: value === undefined ? 'missing' : `${shown(value)}, ${needed(issue)} needed` }
}

function needed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int'
        ? 'a whole number'
        : issue.expected === 'array'
          ? 'a list'
          : issue.expected === 'object'
            ? 'an object'
            : `a ${issue.expected}`
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string' ? String(issue.minimum) : `at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string' ? String(issue.maximum) : `at most ${issue.maximum}`
    case 'invalid_union':
      return '-1, 0 or 1'
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`
    default:
      return 'something else'
  }
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

function wrong({ at, what }: Place): never {
  throw new NotAnInstance(`${at}: ${what}.`)
}
