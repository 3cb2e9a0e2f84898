import type { Caller } from '../caller.js'
import { type Bag } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Entity } from './answers.js'
import { refused, SharePointError } from './errors.js'
import type { SpList } from './lists.js'

export type Access = 'none' | 'read' | 'write'

/** Who may do what: `principal` is a user's id, an app's id, an app role, or `everyone`; `list` is a list's URL segment, null for the whole site. */
export type Grant = {
  readonly site: string
  readonly list: string | null
  readonly principal: string
  readonly access: 'read' | 'write'
}

const stronger = (left: Access, right: Access): Access =>
  left === 'write' || right === 'write' ? 'write' : left === 'read' || right === 'read' ? 'read' : 'none'

export const everyone = 'everyone'
const appAccount = {
  id: 1073741822,
  title: 'SharePoint App',
  login: 'i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint',
}

const roleDefinitions = [
  { id: 1073741829, name: 'Full Control', kind: 5, access: 'write' },
  { id: 1073741828, name: 'Design', kind: 4, access: 'write' },
  { id: 1073741830, name: 'Edit', kind: 6, access: 'write' },
  { id: 1073741827, name: 'Contribute', kind: 3, access: 'write' },
  { id: 1073741826, name: 'Read', kind: 2, access: 'read' },
] as const

type Principal = { id: number; key: string; login: string; title: string; kind: number; mail: string | null }

export class Permissions {
  readonly #tenant: Tenant

  constructor(tenant: Tenant) {
    this.#tenant = tenant
  }

  grant({ site, list, principal, access }: Grant): void {
    this.#tenant.store.run(
      'insert or replace into grants (site, list, principal, access) values (?, ?, ?, ?)',
      site,
      list ?? '',
      principal,
      access,
    )
  }

  /** What a caller may do with a list, or with the site itself. */
  access(caller: Caller, site: string, list?: SpList): Access {
    if (caller.kind === 'app' && !caller.permissions.includes('Sites.Selected')) return 'none'
    const principals =
      caller.kind === 'app' ? [caller.appId] : [caller.id, everyone, ...this.#tenant.directory.rolesOf(caller.id)]
    const ownRights = list?.settings['HasUniqueRoleAssignments'] === true && caller.kind === 'person'
    let access: Access = 'none'
    for (const principal of principals) {
      if (!ownRights) access = stronger(access, this.#granted(site, '', principal))
      if (list) access = stronger(access, this.#granted(site, list.folder, principal))
    }
    return access
  }

  /** A person may see that a site is there; an app may not even that without a grant. */
  needSite(caller: Caller, site: string, access: Access): void {
    const has = this.access(caller, site)
    if (has === 'none' && caller.kind === 'person' && access === 'read') return
    if (!enough(has, access)) throw refused.accessDenied()
  }

  needList(caller: Caller, list: SpList, access: Access): void {
    if (!enough(this.access(caller, list.site, list), access)) throw refused.accessDenied()
  }

  /** The number under which SharePoint knows a caller: the Author of what they write. */
  principalIdOf(caller: Caller): number {
    if (caller.kind === 'app') return appAccount.id
    const person = this.#tenant.directory.find(caller.id)
    return this.#ensure(
      caller.id,
      `i:0#.f|membership|${person?.upn ?? caller.id}`,
      String(person?.document['displayName'] ?? caller.id),
      1,
      person?.mail ?? null,
    ).id
  }

  ensureUser(logonName: string): Entity {
    if (/spo-grid-all-users/i.test(logonName))
      return userEntity(this.#ensure(everyone, logonName, 'Everyone except external users', 4, null))
    const claim = logonName.split('|').at(-1) ?? ''
    if (logonName.startsWith('c:')) return userEntity(this.#ensure(claim, logonName, claim, 4, null))
    const person = this.#tenant.directory.find(claim)
    if (!person)
      throw new SharePointError(
        500,
        '-2146232832, Microsoft.SharePoint.SPException',
        `The specified user ${logonName} could not be found.`,
      )
    return userEntity(
      this.#ensure(person.id, `i:0#.f|membership|${person.upn}`, String(person.document['displayName']), 1, person.mail),
    )
  }

  user(id: number): Entity {
    if (id === appAccount.id) return userEntity({ ...appAccount, key: 'app', kind: 1, mail: null })
    const principal = this.#tenant.store.one<Principal>('select * from principals where id = ?', id)
    if (!principal) throw new SharePointError(404, '-2146232832, Microsoft.SharePoint.SPException', 'User cannot be found.')
    return userEntity(principal)
  }

  users(): Entity[] {
    return this.#tenant.store.all<Principal>('select * from principals order by id').map(userEntity)
  }

  definitions(): Entity[] {
    return roleDefinitions.map(definitionEntity)
  }

  assign(list: SpList, principalId: number, roleId: number): void {
    const principal = this.#tenant.store.one<Principal>('select * from principals where id = ?', principalId)
    const role = roleDefinitions.find(({ id }) => id === roleId)
    if (!principal || !role)
      throw new SharePointError(
        500,
        '-2146232832, Microsoft.SharePoint.SPException',
        'Can not find the principal or the role definition.',
      )
    this.grant({ site: list.site, list: list.folder, principal: principal.key, access: role.access })
  }

  unassign(list: SpList, principalId: number): void {
    const principal = this.#tenant.store.one<Principal>('select * from principals where id = ?', principalId)
    if (principal)
      this.#tenant.store.run(
        'delete from grants where site = ? and list = ? and principal = ?',
        list.site,
        list.folder,
        principal.key,
      )
  }

  /** Forgets who may use a list by name; with `copy`, starts from those who may use the site. */
  ownRights(list: SpList, copy: boolean): void {
    this.#tenant.store.run('delete from grants where site = ? and list = ?', list.site, list.folder)
    if (copy)
      this.#tenant.store.run(
        "insert or ignore into grants (site, list, principal, access) select site, ?, principal, access from grants where site = ? and list = ''",
        list.folder,
        list.site,
      )
  }

  assignments(list: SpList): Entity[] {
    const rows = this.#tenant.store.all<{ principal: string; access: string }>(
      "select principal, access from grants where site = ? and (list = ? or (list = '' and ?))",
      list.site,
      list.folder,
      list.settings['HasUniqueRoleAssignments'] === true ? 0 : 1,
    )
    return rows.flatMap(({ principal, access }) => {
      const member = this.#tenant.store.one<Principal>('select * from principals where key = ?', principal)
      if (!member) return [] // granted by seed, to someone the site has not met
      const role = roleDefinitions.find((each) => each.access === access && (each.name === 'Read' || each.name === 'Contribute'))
      const bindings = role ? [definitionEntity(role).values] : []
      return [
        {
          type: 'SP.RoleAssignment',
          path: `Web/RoleAssignments/GetByPrincipalId(${member.id})`,
          values: { PrincipalId: member.id, Member: userEntity(member).values, RoleDefinitionBindings: bindings },
        },
      ]
    })
  }

  #granted(site: string, list: string, principal: string): Access {
    const row = this.#tenant.store.one<{ access: Access }>(
      'select access from grants where site = ? and list = ? and principal = ?',
      site,
      list,
      principal,
    )
    return row?.access ?? 'none'
  }

  #ensure(key: string, login: string, title: string, kind: number, mail: string | null): Principal {
    const known = this.#tenant.store.one<Principal>('select * from principals where key = ?', key)
    if (known) return known
    const { last } = this.#tenant.store.one<{ last: number }>('select coalesce(max(id), 9) as last from principals') ?? {
      last: 9,
    }
    const made: Principal = { id: last + 1, key, login, title, kind, mail }
    this.#tenant.store.run(
      'insert into principals (id, key, login, title, kind, mail) values (?, ?, ?, ?, ?, ?)',
      made.id,
      key,
      login,
      title,
      kind,
      mail,
    )
    return made
  }
}

const enough = (has: Access, needs: Access): boolean => has === 'write' || needs === 'none' || has === needs

const userEntity = ({ id, login, title, kind, mail }: Principal): Entity => ({
  type: 'SP.User',
  path: `Web/GetUserById(${id})`,
  values: {
    Id: id,
    LoginName: login,
    Title: title,
    PrincipalType: kind,
    Email: mail ?? '',
    EMail: mail ?? '',
    IsSiteAdmin: false,
    IsHiddenInUI: false,
    UserPrincipalName: login.split('|').at(-1) ?? null,
  },
})

const definitionEntity = (role: (typeof roleDefinitions)[number]): Entity => ({
  type: 'SP.RoleDefinition',
  path: `Web/RoleDefinitions(${role.id})`,
  values: { Id: role.id, Name: role.name, RoleTypeKind: role.kind, Hidden: false, Description: '' } satisfies Bag,
})
