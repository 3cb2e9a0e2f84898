import { decodeJwt } from 'jose'

export type Face = 'graph' | 'sharepoint' | 'login'

/** What can be read off a request before anybody has answered it: whom and what it is about, and who asks. */
export type Addressed = {
  readonly face: Face
  readonly method: string
  /** Path and query, unescaped, as a person would write them. */
  readonly url: string
  /** The path alone; in SharePoint and Graph what follows the root of the face, in lower case. */
  readonly path: string
  readonly query: URLSearchParams
  readonly origin: string
  readonly verbose: boolean
  readonly appId: string | undefined
  /** The person in whose name the request comes; nobody when an app asks for itself. */
  readonly callerId: string | undefined
  /** The key, id or principal name, of the person a Graph request is about. */
  readonly person: string | undefined
  /** Whether it goes into that person's mailbox and not only to their entry in the directory. */
  readonly inMailbox: boolean
  /** The list, by whatever the client calls it by. */
  readonly list: { readonly by: 'title' | 'id' | 'url'; readonly key: string } | undefined
  readonly isBatch: boolean
}

export type Asked = {
  readonly method: string
  readonly url: string
  readonly authorization?: string | undefined
  readonly accept?: string | undefined
}

const mailboxPath =
  /^\/(messages|mailfolders|sendmail|events?|calendars?|calendargroups|calendarview|contacts|contactfolders|mailboxsettings|outlook|inferenceclassification|findmeetingtimes|getmailtips|reminderview|people)(\/|\(|$)/

/** Of a token only what it says; whether it is to be believed is decided behind this. */
function claimsOf(authorization: string | undefined): Pick<Addressed, 'appId' | 'callerId'> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
  let claims: Pick<Addressed, 'appId' | 'callerId'> = { appId: undefined, callerId: undefined }
  if (token === undefined) return claims // a part of a batch has none of its own
  const known = claimsOfTokens.get(token)
  if (known) return known
  try {
    const { azp, oid, idtyp } = decodeJwt(token)
    if (typeof azp === 'string')
      claims = { appId: azp, callerId: idtyp === 'app' || typeof oid !== 'string' ? undefined : oid.toLowerCase() }
  } catch {
    // No token, or none of ours: the face behind this answers 401, and nobody is charged.
  }
  if (claimsOfTokens.size >= 1000) claimsOfTokens.clear()
  claimsOfTokens.set(token, claims)
  return claims
}
const claimsOfTokens = new Map<string, Pick<Addressed, 'appId' | 'callerId'>>()

const unescaped = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function addressedBy({ method, url: address, authorization, accept = '' }: Asked): Addressed {
  const url = new URL(address)
  const whole = unescaped(url.pathname)
  const lower = whole.toLowerCase()
  const graph = /^\/(?:v1\.0|beta)(?=\/|$)/.exec(lower)?.[0]
  const site = graph === undefined ? /^\/sites\/[^/]+/.exec(lower)?.[0] : undefined
  const face: Face = graph !== undefined ? 'graph' : site !== undefined ? 'sharepoint' : 'login'
  const path = lower.slice((graph ?? (site !== undefined ? (/^\/sites\/[^/]+\/_api/.exec(lower)?.[0] ?? site) : '')).length)
  const claims = claimsOf(authorization)
  const ofPerson = face === 'graph' ? /^\/(?:me|users(?:\/([^/]+)|\('([^']+)'\)))(?=\/|$)(.*)$/.exec(path) : null
  const person = ofPerson && (ofPerson[1] ?? ofPerson[2] ?? claims.callerId)
  return {
    face,
    method: method.toUpperCase(),
    url: unescaped(address.replaceAll('+', ' ')),
    path,
    query: url.searchParams,
    origin: url.origin,
    verbose: /odata=verbose/i.test(accept),
    ...claims,
    person: person && !/^(delta|\$count)$/.test(person) ? person : undefined,
    inMailbox: Boolean(person) && mailboxPath.test(ofPerson?.[3] ?? ''),
    list: listIn(face, whole),
    isBatch: /^\/\$batch$/.test(path),
  }
}

const quoted = `'((?:[^']|'')*)'`
const waysToList = [
  { by: 'title', shape: new RegExp(`/lists/getbytitle\\((?:\\w+=)?${quoted}\\)`, 'i') },
  { by: 'id', shape: new RegExp(`/lists(?:/getbyid)?\\((?:\\w+=)?(?:guid)?${quoted}\\)`, 'i') },
  { by: 'url', shape: new RegExp(`/getlist(?:usingpath)?\\((?:\\w+=)?${quoted}\\)`, 'i') },
  { by: 'url', shape: new RegExp(`/get(?:folder|file)by\\w+\\((?:\\w+=)?${quoted}\\)`, 'i') },
] as const

function listIn(face: Face, path: string): Addressed['list'] {
  if (face === 'graph') {
    const key = /^\/(?:v1\.0|beta)\/sites\/[^/]+(?:\/[^/]+)?\/lists\/([^/]+)/i.exec(path)?.[1]
    return key ? { by: /^[0-9a-f]{8}-/i.test(key) ? 'id' : 'title', key } : undefined
  }
  for (const { by, shape } of waysToList) {
    const key = shape.exec(path)?.[1]?.replaceAll("''", "'")
    if (key !== undefined) return { by, key }
  }
  return undefined
}
