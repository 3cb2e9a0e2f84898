import { type Answer, answerCollection, type Entity } from './answers.js'
import { SharePointError } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member, type Place } from './kinds.js'
import type { SpList } from './lists.js'
import type { Segment } from './path.js'

const done: Answer = { status: 200 }

export const roleDefinitionKind = new Kind<Entity>('SP.RoleDefinition', 'role-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, entity) => ({ entity }) },
}))

const roleDefinitionsKind = new Kind<null>('SP.RoleDefinitionCollection', 'role-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }) => answerCollection(site.permissions.definitions(), request.mode, request.webUrl),
    },
  },
  members: {
    getbyname: leadsTo('documented', (call, _all, { values }) => definition(call, 'Name', values?.[0])),
    getbytype: leadsTo('documented', (call, _all, { values }) => definition(call, 'RoleTypeKind', Number(values?.[0]))),
    getbyid: leadsTo('documented', (call, _all, { values }) => definition(call, 'Id', Number(values?.[0]))),
  },
}))

export const roleDefinitionsMember: Member<null> = leadsTo('documented', (call, _web, { values }) =>
  values === undefined ? roleDefinitionsKind.at(null) : definition(call, 'Id', Number(values[0])),
)

function definition({ site }: Call, property: string, wanted: unknown): Place {
  const found = site.permissions.definitions().find(({ values }) => values[property] === wanted)
  if (found) return roleDefinitionKind.at(found)
  throw new SharePointError(
    404,
    '-2146232832, Microsoft.SharePoint.SPException',
    'Can not find the permission level with this name, type or id.',
  )
}

const argument = ({ named, values }: Segment, name: string, at: number): number =>
  Number(named[name] ?? values?.[at] ?? Number.NaN)

export const roleAssignmentsKind = new Kind<SpList>('SP.RoleAssignmentCollection', 'role-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ site, request }, list) => answerCollection(site.permissions.assignments(list), request.mode, request.webUrl),
    },
  },
  members: {
    addroleassignment: action('documented', ({ site }, list, segment) => {
      site.permissions.assign(list, argument(segment, 'principalid', 0), argument(segment, 'roledefid', 1))
      return done
    }),
    removeroleassignment: action('documented', ({ site }, list, segment) => {
      site.permissions.unassign(list, argument(segment, 'principalid', 0))
      return done
    }),
  },
}))

export const roleAssignmentKind = new Kind<{ list: SpList; principalId: number }>('SP.RoleAssignment', 'role-kinds.ts', () => ({
  methods: {
    DELETE: {
      known: 'observed',
      answer: ({ site }, { list, principalId }) => {
        site.permissions.unassign(list, principalId)
        return done
      },
    },
  },
}))
