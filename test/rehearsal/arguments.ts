import { parseArgs } from 'node:util'
import { blueprintOf, blueprints } from '@tandem/domain'
import { faultProfiles, type FaultProfile } from './fault-profiles.js'
import { mostKillings } from './killings.js'

export type RehearsalRequest = {
  readonly directory: string
  readonly blueprint: string
  readonly mentees: number
  readonly mentors: number
  readonly seed: number
  readonly out: string
  readonly killHost: number
  readonly faults: FaultProfile
}

const usage =
  'call "npm run rehearse -- --directory FILE --blueprint NAME --mentees N --mentors N --seed N --out DIR [--kill-host N] [--faults none|mild|rough|brutal]"'

/** Something about the arguments is wrong; the message is one sentence. */
export class WrongArguments extends Error {}

export function readArguments(given: readonly string[]): RehearsalRequest {
  const values = parsed(given)
  const needed = (name: keyof typeof values): string => {
    const value = values[name]
    if (value === undefined || value === '') throw new WrongArguments(`The argument --${name} is missing: ${usage}.`)
    return value
  }
  const whole = (name: keyof typeof values, text: string, least: number, most = 999_999_999): number => {
    if (!/^\d{1,9}$/.test(text) || Number(text) < least || Number(text) > most)
      throw new WrongArguments(`The argument --${name} has to be a whole number from ${least} to ${most}, not "${text}".`)
    return Number(text)
  }
  const blueprint = needed('blueprint')
  if (!blueprintOf(blueprint)) {
    const known = blueprints.map(({ key }) => key).join(', ')
    throw new WrongArguments(`There is no blueprint "${blueprint}"; known ${blueprints.length === 1 ? 'is' : 'are'}: ${known}.`)
  }
  const asked = values.faults ?? 'none'
  const faults = faultProfiles.find((profile) => profile === asked)
  if (!faults) throw new WrongArguments(`The argument --faults has to be one of ${faultProfiles.join(', ')}, not "${asked}".`)
  return {
    directory: needed('directory'),
    blueprint,
    mentees: whole('mentees', needed('mentees'), 1),
    mentors: whole('mentors', needed('mentors'), 1),
    seed: whole('seed', needed('seed'), 0),
    out: needed('out'),
    killHost: whole('kill-host', values['kill-host'] ?? '0', 0, mostKillings),
    faults,
  }
}

const text = { type: 'string' } as const

/** The first sentence of what Node says is about the argument, the others about command lines as such. */
const firstSentence = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).split(/\.?\n|\. /)[0] ?? ''

function parsed(given: readonly string[]) {
  try {
    const programme = { directory: text, blueprint: text, mentees: text, mentors: text, seed: text, out: text }
    const options = { ...programme, 'kill-host': text, faults: text }
    return parseArgs({ args: [...given], options }).values
  } catch (cause) {
    throw new WrongArguments(`${firstSentence(cause)}: ${usage}.`, { cause })
  }
}
