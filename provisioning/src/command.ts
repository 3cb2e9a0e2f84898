import { parseArgs } from 'node:util'
import { z } from 'zod'
import { tokenFor } from './credential.js'
import { describePlan, summary } from './describe.js'
import { provision, runMigrations, verify } from './provision.js'
import { rightsNeeded } from './rights.js'
import { Stopped } from './stopped.js'
import { product, type Wanted } from './wanted.js'
import { describeAccess } from './who-can-see.js'

const usage = `Usage: npm run provision -- plan|apply|verify|migrate|rights --site <url> [options]

  plan     says what would change in the site, with the risk of each step, and changes nothing
  apply    makes the changes; it adds and never deletes, and can be run again at any time
  verify   says what is not as planned and who could see what; the exit code is 2 when something is not
  migrate  carries out changes to rows that are there already, each once per site
  rights   says who has to grant what before the first apply

  --site           address of the site, such as https://contoso.sharepoint.com/sites/mentoring
  --json           prints an object instead of sentences
  --team-group     object id of the directory group that is the programme team (or TANDEM_TEAM_GROUP)
  --console        address of the page with the programme console, where rows then lead (or TANDEM_CONSOLE_URL)
  --allow-destroy  LIST.COLUMN or LIST.versions: what may lose data; once for each
  --device-code    sign in by a code on another device with the app registration in AZURE_CLIENT_ID`

const verbs = ['plan', 'apply', 'verify', 'migrate', 'rights'] as const
type Verb = (typeof verbs)[number]

type Asked = {
  readonly verb: Verb
  readonly site: string
  readonly json: boolean
  readonly deviceCode: boolean
  readonly wanted: Partial<Wanted>
}

type Environment = Readonly<Record<string, string | undefined>>
type Surroundings = {
  readonly env: Environment
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
  /** What departs from the product, for tests. */
  readonly wanted?: Partial<Wanted>
}

/** Fine, stopped with a sentence, and: it went well and the site is not as planned. */
export type ExitCode = 0 | 1 | 2

/** The command line without the process around it; the answer is the exit code. */
export async function runCommand(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    return await carryOut(asked(args, around), around)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    around.complain(error.message)
    return 1
  }
}

async function carryOut(asked: Asked, { env, print, complain, wanted: departing }: Surroundings): Promise<ExitCode> {
  const { verb, site, json } = asked
  const lines = (...all: string[]) => all.forEach((line) => print(line))
  if (verb === 'rights') {
    lines(...rightsNeeded(site))
    return 0
  }
  const token = await tokenFor(site, env, asked.deviceCode ? complain : undefined)
  const given = { site, token, wanted: { ...departing, ...asked.wanted } }
  const log = json ? () => {} : print
  switch (verb) {
    case 'plan':
    case 'apply': {
      const result = await provision({ ...given, log, apply: verb === 'apply' })
      if (json) print(asJson(result))
      else {
        const { changes, drift, notes } = result
        lines(...describePlan([...(verb === 'apply' ? [] : changes), ...drift, ...notes]), summary(result))
      }
      return 0
    }
    case 'verify': {
      const { found, ...result } = await verify(given)
      const alarms = result.access.flatMap((one) => one.alarms)
      if (json) print(asJson({ ...result, administrators: found.administrators.map(({ title }) => title) }))
      else
        lines(
          ...describePlan([...result.changes, ...result.drift, ...result.notes]),
          ...describeAccess(result.access, found),
          ...alarms,
          summary(result),
        )
      const isAsPlanned = result.changes.length + result.drift.length + result.migrations.length + alarms.length === 0
      return isAsPlanned ? 0 : 2
    }
    case 'migrate': {
      const migrated = await runMigrations({ ...given, log })
      if (json) print(asJson({ migrated }))
      else if (migrated.length === 0) print('There is nothing to migrate.')
      return 0
    }
  }
}

const asJson = (value: unknown): string => JSON.stringify(value, null, 2)

function asked(args: readonly string[], { env }: Surroundings): Asked {
  const { values, positionals } = parsed(args)
  const [word, ...others] = positionals
  const verb = verbs.find((one) => one === word)
  if (!verb)
    throw misused(word ? `There is no "${word}".` : 'Say whether to plan, apply, verify or migrate, or ask for the rights.')
  if (others.length > 0) throw misused(`"${others[0]}" is one word too many.`)
  if (!values.site) throw misused('Say which site with --site.')
  return {
    verb,
    site: values.site,
    json: values.json ?? false,
    deviceCode: values['device-code'] ?? false,
    wanted: {
      teamGroupId: teamGroup(values['team-group'] ?? env['TANDEM_TEAM_GROUP']),
      consoleUrl: consolePage(values.console ?? env['TANDEM_CONSOLE_URL']),
      mayDestroy: destroyable(values['allow-destroy'] ?? []),
    },
  }
}

function teamGroup(given: string | undefined): string | undefined {
  if (given === undefined || z.uuid().safeParse(given).success) return given
  throw misused(`"${given}" is not the object id of a directory group.`)
}

function consolePage(given: string | undefined): string | undefined {
  if (given === undefined || z.url().safeParse(given).success) return given
  throw misused(`"${given}" is not the address of a page.`)
}

function destroyable(names: readonly string[]): readonly string[] {
  for (const name of names) {
    const [list, part] = name.split('.')
    if (!list || !part) throw misused(`"${name}" does not say what may be destroyed. Give it as LIST.COLUMN.`)
    if (!product.lists.some(({ key }) => key === list)) throw misused(`"${name}" names "${list}", which is no list of ours.`)
  }
  return names
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        json: { type: 'boolean' },
        'team-group': { type: 'string' },
        console: { type: 'string' },
        'allow-destroy': { type: 'string', multiple: true },
        'device-code': { type: 'boolean' },
      },
    })
  } catch (cause) {
    throw misused(cause instanceof Error ? cause.message : String(cause))
  }
}

const misused = (what: string): Stopped => new Stopped(`${what}\n\n${usage}`)
