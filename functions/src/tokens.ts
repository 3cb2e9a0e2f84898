/** Gives an app-only access token for a scope such as `https://graph.microsoft.com/.default`; caches it as long as it is valid. */
export type TokenSource = (scope: string) => Promise<string>

type Credential = { getToken: (scope: string) => Promise<{ token: string; expiresOnTimestamp: number } | null> }

/** Five minutes before the end a token is fetched anew, so that none expires under way. */
const marginMs = 5 * 60_000

export function tokenSource(credential: Credential): TokenSource {
  const held = new Map<string, Promise<{ token: string; expiresOnTimestamp: number }>>()
  return async (scope) => {
    const known = await held.get(scope)
    if (known && known.expiresOnTimestamp - marginMs > Date.now()) return known.token
    const asked = credential.getToken(scope).then((token) => {
      if (!token) throw new Error(`No token was given for ${scope}. Check the identity of the function app.`)
      return token
    })
    held.set(scope, asked)
    try {
      return (await asked).token
    } catch (error) {
      held.delete(scope)
      throw error
    }
  }
}
