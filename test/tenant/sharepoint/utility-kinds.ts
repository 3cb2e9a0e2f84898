import { type Bag, isBag } from '../store.js'
import { type Answer, answerValue } from './answers.js'
import { refused } from './errors.js'
import { action, type Call, type Member } from './kinds.js'
import { loginOf, type Match, matching, sought } from './people-search.js'
import type { Principal } from './principals.js'
import { bodyOf } from './request.js'

const picker = 'sp.ui.applicationpages.clientpeoplepickerwebserviceinterface'
const utility = 'sp.utilities.utility'

/** What a picker shows of a match; a part of an answer that is itself JSON, written as text. */
function picked(match: Match): Bag {
  const common = { Key: loginOf(match), IsResolved: true, MultipleMatches: [] }
  if ('siteGroup' in match) {
    const { id, title } = match.siteGroup
    const data = { AccountName: title, PrincipalType: 'SharePointGroup', SPGroupID: String(id) }
    const text = { Description: title, DisplayText: title, EntityType: 'SPGroup' }
    return { ...common, ...text, ProviderDisplayName: '', ProviderName: '', EntityData: data }
  }
  const provider = { ProviderDisplayName: 'Tenant', ProviderName: 'Tenant' }
  if ('group' in match) {
    const { displayName, mail } = match.group
    const data = { DisplayName: displayName, Email: mail ?? '', PrincipalType: 'SecurityGroup' }
    return {
      ...common,
      ...provider,
      Description: displayName,
      DisplayText: displayName,
      EntityType: 'SecGroup',
      EntityData: data,
    }
  }
  const { id, upn, mail, document } = match.person
  const text = (name: string): string => (typeof document[name] === 'string' ? document[name] : '')
  return {
    ...common,
    ...provider,
    Description: upn,
    DisplayText: text('displayName'),
    EntityType: 'User',
    EntityData: {
      IsAltSecIdPresent: 'False',
      Title: text('jobTitle'),
      Email: mail ?? '',
      MobilePhone: text('mobilePhone'),
      ObjectId: id,
      Department: text('department'),
    },
  }
}

function asked({ site, request }: Call): { text: string; matches: Match[] } {
  const given = bodyOf(request)['queryParams']
  if (!isBag(given) || typeof given['QueryString'] !== 'string')
    throw refused.invalidExpression('The parameter queryParams must hold a QueryString.')
  const { QueryString: text, PrincipalType: types = sought.user, MaximumEntitySuggestions: most = 30 } = given
  return { text, matches: matching(site, request.site, text, Number(types), Number(most)) }
}

/** One match is the answer; with several the caller has to choose, with none there is nothing to choose from. */
function resolved(call: Call): Bag {
  const { text, matches } = asked(call)
  const [only] = matches
  if (only && matches.length === 1) return picked(only)
  return {
    Key: text,
    Description: text,
    DisplayText: text,
    EntityType: '',
    ProviderDisplayName: '',
    ProviderName: '',
    IsResolved: false,
    EntityData: {},
    MultipleMatches: matches.map(picked),
  }
}

/** Who is found by searching has the number -1 even when the site knows them (pnp/pnpjs issue 2940). */
function principalInfo(match: Match): Bag {
  const { document = {}, mail = '' } = 'person' in match ? match.person : { mail: 'group' in match ? match.group.mail : '' }
  return {
    Department: document['department'] ?? null,
    DisplayName: 'person' in match ? document['displayName'] : 'group' in match ? match.group.displayName : match.siteGroup.title,
    Email: mail ?? '',
    JobTitle: document['jobTitle'] ?? null,
    LoginName: loginOf(match),
    Mobile: document['mobilePhone'] ?? null,
    PrincipalId: 'siteGroup' in match ? match.siteGroup.id : -1,
    PrincipalType: 'person' in match ? sought.user : 'group' in match ? sought.securityGroup : sought.siteGroup,
    SIPAddress: null,
  }
}

const memberInfo = ({ site }: Call, { id, login, title, mail, kind, key }: Principal): Bag => {
  const document = site.tenant.directory.find(key)?.document ?? {}
  return {
    Department: document['department'] ?? null,
    DisplayName: title,
    Email: mail ?? '',
    JobTitle: document['jobTitle'] ?? null,
    LoginName: login,
    Mobile: document['mobilePhone'] ?? null,
    PrincipalId: id,
    PrincipalType: kind,
    SIPAddress: null,
  }
}

const asValue = (call: Call, name: string, value: unknown): Answer => answerValue(name, value, call.request.mode)
const open = { known: 'documented', needs: 'Open' } as const

/** What stands behind `_api/` by the full name of a type of SharePoint's object model. */
export const utilityMembers: Record<string, Member<null>> = {
  [`${picker}.clientpeoplepickersearchuser`]: action(open, (call) =>
    asValue(call, 'ClientPeoplePickerSearchUser', JSON.stringify(asked(call).matches.map(picked))),
  ),
  [`${picker}.clientpeoplepickerresolveuser`]: action(open, (call) =>
    asValue(call, 'ClientPeoplePickerResolveUser', JSON.stringify(resolved(call))),
  ),
  'sp.site.exists': action(open, (call) => {
    const { url } = bodyOf(call.request)
    const path = URL.canParse(String(url)) ? new URL(String(url)).pathname.replace(/\/$/, '') : ''
    const found = call.site.tenant.store.one('select 1 from sites where path = ?', path)
    return asValue(call, 'Exists', found !== undefined)
  }),
  // Microsoft retired it for all tenants on 31 October 2025: Graph sends mail. An address that is gone answers like one that never was.
  [`${utility}.sendemail`]: action({ known: 'inferred', needs: 'EmptyMask' }, () => {
    throw refused.noSuchResource('SP.Utilities.Utility.SendEmail')
  }),
  [`${utility}.getcurrentuseremailaddresses`]: action(open, (call) =>
    asValue(call, 'GetCurrentUserEmailAddresses', call.site.permissions.principals.of(call.request.caller).mail ?? ''),
  ),
  [`${utility}.resolveprincipalincurrentcontext`]: action(open, (call) => {
    const { input = '', scopes = 15, addToUserInfoList = false } = bodyOf(call.request)
    const [match] = matching(call.site, call.request.site, String(input), Number(scopes), 1)
    if (!match || addToUserInfoList !== true || 'siteGroup' in match)
      return asValue(call, 'ResolvePrincipalInCurrentContext', match ? principalInfo(match) : null)
    const principal = call.site.permissions.principals.byLogin(loginOf(match))
    call.site.permissions.principals.join(call.request.site, principal)
    return asValue(call, 'ResolvePrincipalInCurrentContext', memberInfo(call, principal))
  }),
  [`${utility}.searchprincipalsusingcontextweb`]: action(open, (call) => {
    const { input = '', scopes = 15, maxCount = 10 } = bodyOf(call.request)
    const matches = matching(call.site, call.request.site, String(input), Number(scopes), Number(maxCount))
    return asValue(call, 'SearchPrincipalsUsingContextWeb', matches.map(principalInfo))
  }),
  [`${utility}.expandgroupstoprincipals`]: action({ known: 'documented', needs: 'BrowseUserInfo' }, (call) => {
    const { inputs, maxCount = 30 } = bodyOf(call.request)
    const { groups } = call.site.permissions
    const names: unknown[] = Array.isArray(inputs) ? inputs : []
    const members = names.flatMap((name) => groups.members(groups.called(call.request.site, String(name)).id))
    return asValue(
      call,
      'ExpandGroupsToPrincipals',
      members.slice(0, Number(maxCount)).map((member) => memberInfo(call, member)),
    )
  }),
}
