import { z } from 'zod'

/** What the person at the command line can act on: shown word for word, without a stack. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

const HttpFailure = z.object({ isHttpRequestError: z.literal(true), status: z.number(), message: z.string() })
/** fetch reports every unreachable server as this one TypeError. */
const Unreachable = z.object({ message: z.literal('fetch failed') })
const ErrorBody = z.union([
  z
    .object({ 'odata.error': z.object({ message: z.object({ value: z.string() }) }) })
    .transform((body) => body['odata.error'].message.value),
  z
    .object({ error: z.object({ message: z.union([z.string(), z.object({ value: z.string() })]) }) })
    .transform(({ error: { message } }) => (typeof message === 'string' ? message : message.value)),
])

/** Whether it is an answer of the site with this status. */
export function isStatus(error: unknown, status: number): boolean {
  const failure = HttpFailure.safeParse(error)
  return failure.success && failure.data.status === status
}

/** Names what we were doing, what stopped us and the next step. What is no answer of the site is our bug and goes on as it is. */
export function stopped(cause: unknown, site: string, doing: string, absent: string): unknown {
  if (cause instanceof Stopped) return cause
  const failure = HttpFailure.safeParse(cause)
  if (failure.success)
    return new Stopped(
      `${doing}: ${failure.data.status === 404 ? absent : reason(failure.data.status, failure.data.message, site)}`,
      { cause },
    )
  if (Unreachable.safeParse(cause).success)
    return new Stopped(
      `${doing}: ${new URL(site).host} cannot be reached. Check the address and the network, then run the same command again.`,
      { cause },
    )
  return cause
}

function reason(status: number, message: string, site: string): string {
  switch (status) {
    case 401:
      return `${site} did not accept our token (401). Sign in with a managed identity, a certificate or "az login"; SharePoint refuses app-only tokens from a client secret.`
    case 403:
      return `we have no right to do this on ${site} (403). Grant the app the permission Sites.Selected with the role "fullcontrol" on this site, then run the same command again. "npm run provision -- rights --site ${site}" says who has to grant what, in which order.`
    case 429:
    case 503:
      return `${site} is busy (${status}). Wait a few minutes and run the same command again; it goes on where it stopped.`
    default:
      return `${site} answered ${status}: ${whatSharePointSaid(message)} Settle that and run the same command again; it goes on where it stopped.`
  }
}

/** PnPjs puts the body of the answer behind this arrow. */
function whatSharePointSaid(message: string): string {
  const text = message.slice(message.indexOf('::> ') + 4)
  try {
    return ErrorBody.parse(JSON.parse(text))
  } catch {
    return text
  }
}
