import { z } from 'zod'
import { siteUrl } from './site.js'
import { Stopped } from './stopped.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The backend app of the tenant on this machine. It opens nothing but that. */
const standIn = {
  tenantId: '7d1a4f0e-52c7-4b0e-9a53-0c1f6f1f7a10',
  clientId: '5e0f7b8c-94d1-4c36-8f6e-6b1f0d2a9c31',
  clientSecret: 'stand-in-only',
}

/** A token for SharePoint: from the tenant on this machine, or from whatever the machine is signed in with. */
export async function tokenFor(address: string, env: Environment): Promise<string> {
  const site = new URL(siteUrl(address))
  const isLoopback = site.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(site.hostname)
  if (isLoopback) return standInToken(site.origin)
  if (site.protocol !== 'https:')
    throw new Stopped(`${address} is not https, and a token must not travel in the clear. Give the address with https.`)
  return signedInToken(site.host, env)
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

async function signedInToken(host: string, env: Environment): Promise<string> {
  // Only needed against Microsoft 365, and slow to load.
  const { DefaultAzureCredential } = await import('@azure/identity')
  const tenantId = env['AZURE_TENANT_ID']
  try {
    const credential = new DefaultAzureCredential(tenantId ? { tenantId } : {})
    return (await credential.getToken(`https://${host}/.default`)).token
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new Stopped(
      `No sign-in for ${host} was found (${why}). Run "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_CERTIFICATE_PATH of an app that has Sites.Selected on the site.`,
      { cause },
    )
  }
}
