import { answerCollection, answerEntity, shaped } from './answers.js'
import { action, Kind, leadsTo, type Member } from './kinds.js'
import { bodyOf, queryOf } from './request.js'

/** A person, an app or a group of Entra, by the number the site knows them under. */
export const userKind = new Kind<number>('SP.User', 'people-kinds.ts', () => ({
  entity: { known: 'documented', show: ({ site }, id) => ({ entity: site.permissions.user(id) }) },
}))

export const usersKind = new Kind<null>('SP.UserCollection', 'people-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }) => answerCollection(site.permissions.users(), request.mode, request.webUrl),
    },
  },
  members: { getbyid: leadsTo('documented', (_call, _users, { values }) => userKind.at(Number(values?.[0]))) },
}))

export const ensureUser: Member<null> = action('documented', ({ site, request }, _web, { values }) => {
  site.permissions.needSite(request.caller, request.site, 'write')
  const user = site.permissions.ensureUser(values?.[0] ?? String(bodyOf(request)['logonName'] ?? ''))
  return answerEntity(shaped(user, queryOf(request)), request.mode, request.webUrl)
})
