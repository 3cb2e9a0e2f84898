import { type Answer, answerCollection } from './answers.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member } from './kinds.js'

const done: Answer = { status: 200 }

/** Who manages the site opens its whole bin, everybody else only what they have thrown away themselves. */
const onlyOf = ({ site, request }: Call): number | undefined =>
  site.permissions.can(request.caller, { site: request.site }, 'ManageWeb')
    ? undefined
    : site.permissions.principalIdOf(request.caller)

const entryKind = new Kind<string>('SP.RecycleBinItem', 'recycle-kinds.ts', () => ({
  enter: (call, id) => {
    const only = onlyOf(call)
    if (only !== undefined && call.site.items.bin.deletedBy(id) !== only) throw refused.accessDenied()
  },
  entity: { known: 'documented', show: ({ site }, id) => ({ entity: site.items.bin.entry(id) }) },
  methods: { DELETE: { known: 'documented', needs: 'Open', answer: (call, id) => forgotten(call, id) } },
  members: {
    restore: action({ known: 'documented', needs: 'Open' }, ({ site, request }, id) => {
      site.items.restore(site.lists, request.site, id, site.permissions.principalIdOf(request.caller))
      return done
    }),
    deleteobject: action({ known: 'documented', needs: 'Open' }, (call, id) => forgotten(call, id)),
    movetosecondstage: action({ known: 'documented', needs: 'Open' }, ({ site }, id) => {
      site.items.bin.moveOn(id)
      return done
    }),
  },
}))

function forgotten({ site }: Call, id: string): Answer {
  site.items.bin.forget(id)
  return done
}

const binKind = new Kind<null>('SP.RecycleBinItemCollection', 'recycle-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: (call) => {
        const { site, request } = call
        return answerCollection(site.items.bin.entries(request.site, onlyOf(call)), request.mode, request.webUrl)
      },
    },
  },
  members: {
    getbyid: leadsTo('documented', (_call, _bin, { values }) => entryKind.at(values?.[0] ?? '')),
    deleteall: action('documented', ({ site, request }) => {
      site.items.bin.empty(request.site)
      return done
    }),
    restoreall: action('documented', ({ site, request }) => {
      const by = site.permissions.principalIdOf(request.caller)
      for (const { values } of site.items.bin.entries(request.site))
        site.items.restore(site.lists, request.site, String(values['Id']), by)
      return done
    }),
  },
}))

export const recycleBinMember: Member<null> = leadsTo('documented', (_call, _web, { values }) =>
  values === undefined ? binKind.at(null) : entryKind.at(values[0] ?? ''),
)
