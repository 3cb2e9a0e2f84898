import { parseArgs } from 'node:util'
import { tokenFor } from './credential.js'
import { describePlan, summary } from './describe.js'
import { provision } from './provision.js'
import { Stopped } from './stopped.js'

const usage = `Usage: npm run provision -- plan|apply --site <url> [--json]

  plan    says what would change in the site and changes nothing
  apply   makes the changes; it adds and never deletes, and can be run again at any time
  --site  address of the site, such as https://contoso.sharepoint.com/sites/mentoring
  --json  prints { changes, drift } instead of sentences`

type Wanted = { readonly apply: boolean; readonly site: string; readonly json: boolean }

type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly print: (line: string) => void
  readonly complain: (line: string) => void
}

/** The command line without the process around it; the answer is the exit code. */
export async function runCommand(args: readonly string[], { env, print, complain }: Surroundings): Promise<0 | 1> {
  try {
    const { apply, site, json } = wanted(args)
    const token = await tokenFor(site, env)
    const result = await provision({ site, token, apply, log: json ? () => {} : print })
    if (json) print(JSON.stringify(result, null, 2))
    else {
      for (const line of describePlan(apply ? result.drift : [...result.changes, ...result.drift])) print(line)
      print(summary(result.changes))
    }
    return 0
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    complain(error.message)
    return 1
  }
}

function wanted(args: readonly string[]): Wanted {
  const { values, positionals } = parsed(args)
  const [verb, ...others] = positionals
  if (verb !== 'plan' && verb !== 'apply') throw misused(verb ? `There is no "${verb}".` : 'Say whether to plan or to apply.')
  if (others.length > 0) throw misused(`"${others[0]}" is one word too many.`)
  if (!values.site) throw misused('Say which site with --site.')
  return { apply: verb === 'apply', site: values.site, json: values.json ?? false }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { site: { type: 'string' }, json: { type: 'boolean' } },
    })
  } catch (cause) {
    throw misused(cause instanceof Error ? cause.message : String(cause))
  }
}

const misused = (what: string): Stopped => new Stopped(`${what}\n\n${usage}`)
