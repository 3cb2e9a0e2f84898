import { type Answer, answerEntity, type Entity, shaped } from './answers.js'
import { accessRefused } from './access-refused.js'
import { shownGroups } from './group-kinds.js'
import { action, type Call, Kind, leadsTo, type Member, type Place, reading } from './kinds.js'
import { chosen } from './list-kinds.js'
import { userEntity } from './permissions.js'
import type { Principal } from './principals.js'
import { bodyOf, queryOf } from './request.js'

const done: Answer = { status: 200 }

const entityOf = ({ site, request }: Call, principal: Principal): Entity =>
  userEntity(principal, site.permissions.principals.isAdmin(request.site, principal.key))

/** By number, login or mail address: whatever of the three the caller has. */
export function memberNamed(users: readonly Principal[], key: string): Principal {
  const wanted = key.toLowerCase()
  const found = users.find(
    ({ id, login, mail }) => String(id) === wanted || login.toLowerCase() === wanted || mail?.toLowerCase() === wanted,
  )
  if (!found) throw accessRefused.noSuchUser()
  return found
}

type Somewhere = { readonly principal: Principal; readonly remove: (call: Call) => void }

/** A person, an app or a group of Entra, by the number the site knows them under. */
export const memberKind = new Kind<Somewhere>('SP.User', 'people-kinds.ts', () => ({
  entity: { known: 'documented', needs: 'Open', show: (call, { principal }) => ({ entity: entityOf(call, principal) }) },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'ManageWeb',
      answer: ({ site, request }, { principal }) => {
        const admin = bodyOf(request)['IsSiteAdmin']
        const { principals } = site.permissions
        if (admin === true) principals.makeAdmin(request.site, principal.key)
        if (admin === false) principals.unmakeAdmin(request.site, principal.key)
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'Open',
      answer: (call, { remove }) => {
        remove(call)
        return done
      },
    },
  },
  members: {
    groups: reading({ known: 'documented', needs: 'BrowseUserInfo' }, (call, { principal }) => {
      const { groups } = call.site.permissions
      return shownGroups(call, groups.holding(call.request.site, [principal.id]))
    }),
  },
}))

const leaves = (call: Call, principal: Principal): void => {
  const { site, request } = call
  site.permissions.need(request.caller, { site: request.site }, 'ManagePermissions')
  site.permissions.expel(principal, request.site)
}

export const userAt = (principal: Principal): Place => memberKind.at({ principal, remove: (call) => leaves(call, principal) })

export const userWithId = ({ site }: Call, id: number): Place => {
  const principal = site.permissions.principals.find(id)
  if (!principal || principal.kind === 8) throw accessRefused.noSuchUser()
  return userAt(principal)
}

const onSite = ({ site, request }: Call, key: string | undefined): Principal =>
  memberNamed(site.permissions.principals.usersOf(request.site), key ?? '')

export const usersKind = new Kind<null>('SP.UserCollection', 'people-kinds.ts', () => {
  const find = leadsTo<null>('documented', (call, _users, { values }) => userAt(onSite(call, values?.[0])))
  const remove = action<null>({ known: 'documented', needs: 'ManagePermissions' }, (call, _users, { values }) => {
    leaves(call, onSite(call, values?.[0]))
    return done
  })
  return {
    methods: {
      GET: {
        known: 'documented',
        needs: 'BrowseUserInfo',
        answer: (call) => {
          const { site, request } = call
          const users = site.permissions.principals.usersOf(request.site)
          return chosen(
            users.map((each) => entityOf(call, each)),
            request,
          )
        },
      },
    },
    members: {
      getbyid: find,
      getbyemail: find,
      getbyloginname: find,
      removebyid: remove,
      removebyloginname: remove,
    },
  }
})

/** What a site says of its people. */
export const peopleMembers: Record<string, Member<null>> = {
  currentuser: leadsTo('documented', ({ site, request }) => {
    const { principals } = site.permissions
    const self = principals.of(request.caller)
    principals.join(request.site, self)
    return userAt(self)
  }),
  ensureuser: action({ known: 'documented', needs: 'AddListItems' }, ({ site, request }, _web, { values }) => {
    const login = values?.[0] ?? String(bodyOf(request)['logonName'] ?? '')
    const user = site.permissions.ensureUser(login, request.site)
    return answerEntity(shaped(user, queryOf(request)), request.mode, request.webUrl)
  }),
  siteusers: leadsTo('documented', (call, _web, { values }) =>
    values === undefined ? usersKind.at(null) : userAt(onSite(call, values[0])),
  ),
  getuserbyid: leadsTo('documented', (call, _web, { values }) => userWithId(call, Number(values?.[0]))),
}
