import { z } from 'zod'
import { apiUri, clients, tenantId } from './identities.js'

/** What a person's token is for: our API as a web part calls it, our API as a card calls it, Graph, or SharePoint. */
export type Audience = 'api' | 'card' | 'graph' | 'sharepoint'

const Answer = z.object({ access_token: z.string().min(1), expires_in: z.number() })
const graphScope = 'https://graph.microsoft.com/.default'

/** Signs people in at the stand-in, where nobody has a password, and keeps their tokens while they are good. */
export function tokenDesk(tenantUrl: string) {
  const kept = new Map<string, { readonly token: string; readonly until: number }>()

  async function ask(key: string, form: Record<string, string>): Promise<string> {
    const known = kept.get(key)
    if (known && known.until > Date.now()) return known.token
    const answer = await fetch(`${tenantUrl}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) })
    if (!answer.ok) throw new Error(`The tenant gave no token (${answer.status}): ${await answer.text()}`)
    const { access_token: token, expires_in: seconds } = Answer.parse(await answer.json())
    // Five minutes to spare, so that nobody is handed a token that dies in their hands.
    kept.set(key, { token, until: Date.now() + (seconds - 300) * 1000 })
    return token
  }

  const scopes: Record<Audience, string> = {
    api: `${apiUri}/user_impersonation`,
    card: `${apiUri}/user_impersonation`,
    graph: graphScope,
    sharepoint: `${tenantUrl}/.default`,
  }
  return {
    ofPerson: (personId: string, audience: Audience) =>
      ask(`${audience} ${personId}`, {
        grant_type: 'password',
        client_id: audience === 'card' ? clients.outlook : clients.webPart,
        username: personId,
        password: 'nobody has one',
        scope: scopes[audience],
      }),
    /** The backend's own identity, for looking at what it has sent. */
    ofBackend: () =>
      ask('backend', {
        grant_type: 'client_credentials',
        client_id: clients.backend.id,
        client_secret: clients.backend.secret,
        scope: graphScope,
      }),
  }
}
export type TokenDesk = ReturnType<typeof tokenDesk>
