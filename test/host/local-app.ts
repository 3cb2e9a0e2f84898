import { readEnvironment, registerTandem, tokenSource } from '@tandem/functions'
import { clients } from '../run/identities.js'
import { currentClock } from './clock.js'

/**
 * The function app on this machine: the same features as in Azure, with the stand-in for Microsoft 365 and a clock that can be moved.
 * Only what surrounds them differs, and it is handed in here.
 */
const environment = readEnvironment(process.env)
const origin = process.env['TANDEM_ORIGIN']
if (!origin) throw new Error('TANDEM_ORIGIN is not set; it is the address of the stand-in tenant.')

const loginUrl = `${origin}/${environment.TANDEM_TENANT_ID}`
const graphOrigin = 'https://graph.microsoft.com'

async function getToken(scope: string) {
  const { id, secret } = clients.backend
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret, scope })
  const answer = await fetch(`${loginUrl}/oauth2/v2.0/token`, { method: 'POST', body: form })
  if (!answer.ok) throw new Error(`The stand-in gave no token (${answer.status}): ${await answer.text()}`)
  const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number }
  return { token: access_token, expiresOnTimestamp: Date.now() + expires_in * 1000 }
}

registerTandem({
  environment,
  tokenFor: tokenSource({ getToken }),
  transport(url, init) {
    if (!url.startsWith(graphOrigin)) throw new Error(`Only Microsoft Graph is reached this way, not ${url}.`)
    return fetch(origin + url.slice(graphOrigin.length), init)
  },
  keysUrl: new URL(`${loginUrl}/discovery/v2.0/keys`),
  clock: () => currentClock().now(),
})
