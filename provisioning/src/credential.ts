import { z } from 'zod'
import { siteUrl } from './site.js'
import { Stopped } from './stopped.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The app that makes lists in the tenant on this machine. It opens nothing but that. */
const standIn = {
  tenantId: '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10',
  clientId: 'c7a9e1d4-3b52-4f68-9d0e-7e4b8a6c2f13',
  clientSecret: 'stand-in-only',
}

/** A token for SharePoint: from the tenant on this machine, or from whatever the machine is signed in with, or by a code with `ask`. */
export async function tokenFor(address: string, env: Environment, ask?: Ask): Promise<string> {
  const site = new URL(siteUrl(address))
  const isLoopback = site.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(site.hostname)
  if (isLoopback) return standInToken(site.origin)
  if (site.protocol !== 'https:')
    throw new Stopped(`${address} is not https, and a token must not travel in the clear. Give the address with https.`)
  return signedInToken(site.host, env, ask)
}

const TokenAnswer = z.object({ access_token: z.string().min(1) })

async function standInToken(origin: string): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    client_id: standIn.clientId,
    client_secret: standIn.clientSecret,
    scope: `${origin}/.default`,
  }
  const address = `${origin}/${standIn.tenantId}/oauth2/v2.0/token`
  let answer: Response
  try {
    answer = await fetch(address, { method: 'POST', body: new URLSearchParams(form) })
  } catch (cause) {
    throw new Stopped(
      `No tenant answers at ${origin}. Start it with "npm start" or "npm run tenant", then run the same command again.`,
      { cause },
    )
  }
  if (!answer.ok)
    throw new Stopped(
      `${address} gave us no token (${answer.status}): ${await answer.text()} Check that the tenant at this address is the one "npm start" starts.`,
    )
  return TokenAnswer.parse(await answer.json()).access_token
}

type Ask = (sentence: string) => void

async function signedInToken(host: string, env: Environment, ask: Ask | undefined): Promise<string> {
  // Only needed against Microsoft 365, and slow to load.
  const identity = await import('@azure/identity')
  try {
    return (await credential(identity, env, ask).getToken(`https://${host}/.default`)).token
  } catch (cause) {
    if (cause instanceof Stopped) throw cause
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new Stopped(
      `No sign-in for ${host} was found (${why}). Run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_CERTIFICATE_PATH of an app that has Sites.Selected on the site.`,
      { cause },
    )
  }
}

/** A certificate or `az login`, whichever is there; or a code that a person types in on another device, where one is to be asked. */
function credential(identity: typeof import('@azure/identity'), env: Environment, ask: Ask | undefined) {
  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId } = env
  const tenant = tenantId ? { tenantId } : {}
  if (!ask) return new identity.DefaultAzureCredential(tenant)
  if (!clientId)
    throw new Stopped(
      'Signing in by device code needs an app registration of yours with the delegated permission AllSites.FullControl. Set AZURE_CLIENT_ID to it.',
    )
  return new identity.DeviceCodeCredential({ ...tenant, clientId, userPromptCallback: ({ message }) => ask(message) })
}
