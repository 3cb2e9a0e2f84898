import { type Bag, isBag } from '../store.js'
import { type Answer, answerEntity, type Entity } from './answers.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member, reading } from './kinds.js'
import { chosen } from './list-kinds.js'
import type { SpList } from './lists.js'
import { bodyOf } from './request.js'
import { type NewView, type View, viewEntity, viewField, viewFieldsEntity } from './views.js'

const done: Answer = { status: 200 }

type InList = { readonly list: SpList; readonly view: View }

const me = ({ site, request }: Call): number => site.permissions.principalIdOf(request.caller)

const viewById = (call: Call, list: SpList, id: string | undefined): InList => ({
  list,
  view: call.site.lists.views.byId(list, id ?? '', me(call)),
})

/** `views`, and with an argument the view of that id. */
export const viewsMember: Member<SpList> = leadsTo('documented', (call, list, { values }) =>
  values === undefined ? viewsKind.at(list) : viewKind.at(viewById(call, list, values[0])),
)

export const defaultViewMember: Member<SpList> = leadsTo('documented', ({ site }, list) =>
  viewKind.at({ list, view: site.lists.views.default(list) }),
)

/** Those the caller sees, for `$expand=Views` on lists. */
export const viewEntities = (call: Call, list: SpList): Entity[] =>
  call.site.lists.views.of(list, me(call)).map((view) => viewEntity(list, view))

/** One's own view takes less than one that all see. */
function mayChange({ site, request }: Call, list: SpList, personal: boolean): void {
  site.permissions.need(request.caller, { site: list.site, list }, personal ? 'ManagePersonalViews' : 'ManageLists')
}

const viewKind = new Kind<InList>('SP.View', 'view-kinds.ts', () => ({
  securable: ({ list }) => ({ site: list.site, list }),
  entity: { known: 'documented', show: (_call, { list, view }) => ({ entity: viewEntity(list, view) }) },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'ViewListItems',
      answer: (call, { list, view }) => {
        const { site, request } = call
        mayChange(call, list, view.owner !== null)
        site.lists.views.update(list, view, bodyOf(request))
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'ViewListItems',
      answer: (call, { list, view }) => {
        const { site } = call
        mayChange(call, list, view.owner !== null)
        site.lists.views.delete(list, view)
        return done
      },
    },
  },
  members: {
    viewfields: leadsTo('documented', (_call, held) => viewFieldsKind.at(held)),
    setviewxml: action({ known: 'documented', needs: 'ViewListItems' }, (call, { list, view }, { values }) => {
      const { site, request } = call
      mayChange(call, list, view.owner !== null)
      const xml = bodyOf(request)['viewXml'] ?? bodyOf(request)['ViewXml'] ?? values?.[0]
      if (typeof xml !== 'string') throw refused.badCaml()
      site.lists.views.setXml(list, view, xml)
      return done
    }),
    renderashtml: reading('documented', () => {
      throw refused.notInStandIn('HTML of a view', 'view-kinds.ts')
    }),
  },
}))

const viewsKind = new Kind<SpList>('SP.ViewCollection', 'view-kinds.ts', () => ({
  securable: (list) => ({ site: list.site, list }),
  methods: {
    GET: { known: 'documented', answer: (call, list) => chosen(viewEntities(call, list), call.request) },
    POST: {
      known: 'documented',
      needs: 'ViewListItems',
      answer: (call, list) => added(call, list, { given: bodyOf(call.request) }),
    },
  },
  members: {
    getbytitle: leadsTo('documented', (call, list, { values }) =>
      viewKind.at({ list, view: call.site.lists.views.byTitle(list, values?.[0] ?? '', me(call)) }),
    ),
    getbyid: leadsTo('documented', (call, list, { values }) => viewKind.at(viewById(call, list, values?.[0]))),
    add: action({ known: 'documented', needs: 'ViewListItems' }, (call, list) =>
      added(call, list, informationOf(bodyOf(call.request)['parameters'])),
    ),
  },
}))

function added(call: Call, list: SpList, { given, ...more }: NewView): Answer {
  const { site, request } = call
  mayChange(call, list, given['PersonalView'] === true)
  const kind = typeof given['ViewTypeKind'] === 'number' ? { kind: given['ViewTypeKind'] } : {}
  const owner = given['PersonalView'] === true ? { owner: me(call) } : {}
  const { ViewTypeKind: _kind, ...properties } = given
  const view = site.lists.views.add(list, { given: properties, ...kind, ...owner, ...more })
  return answerEntity(viewEntity(list, view), request.mode, request.webUrl, 201)
}

const listed = (value: unknown): readonly string[] | undefined => {
  const names: unknown = isBag(value) ? value['results'] : value
  return Array.isArray(names) ? names.map(String) : undefined
}

/** `SP.ViewCreationInformation` has names of its own for some of a view's properties. */
function informationOf(parameters: unknown): NewView {
  const { ViewFields, Query, SetAsDefaultView, ViewType2, ...rest }: Bag = isBag(parameters) ? parameters : {}
  const fields = listed(ViewFields)
  return {
    given: {
      ...rest,
      ...(Query === undefined ? {} : { ViewQuery: Query }),
      ...(SetAsDefaultView === undefined ? {} : { DefaultView: SetAsDefaultView }),
      ...(ViewType2 === undefined ? {} : { ViewType2 }),
    },
    ...(fields ? { fields } : {}),
  }
}

const viewFieldsKind = new Kind<InList>('SP.ViewFieldCollection', 'view-kinds.ts', () => {
  const changing = (change: (held: InList, call: Call, name: string) => readonly string[]) =>
    action<InList>({ known: 'documented', needs: 'ViewListItems' }, (call, held, { values }) => {
      mayChange(call, held.list, held.view.owner !== null)
      call.site.lists.views.setFields(held.list, held.view, change(held, call, values?.[0] ?? ''))
      return done
    })
  return {
    securable: ({ list }) => ({ site: list.site, list }),
    entity: { known: 'documented', show: (_call, { list, view }) => ({ entity: viewFieldsEntity(list, view) }) },
    members: {
      addviewfield: changing(({ list, view }, call, given) => {
        const name = viewField(list, given || String(bodyOf(call.request)['strField'] ?? ''))
        return view.fields.includes(name) ? view.fields : [...view.fields, name]
      }),
      removeviewfield: changing(({ list, view }, call, given) => {
        const name = given || String(bodyOf(call.request)['strField'] ?? '')
        const inView = view.fields.find((each) => each === name) ?? viewField(list, name)
        return view.fields.filter((each) => each !== inView)
      }),
      removeallviewfields: changing(() => []),
      moveviewfieldto: changing(({ list, view }, call) => {
        const { field, index } = bodyOf(call.request)
        const name = viewField(list, String(field ?? ''))
        if (!view.fields.includes(name)) throw refused.noSuchViewField()
        const others = view.fields.filter((each) => each !== name)
        const at = Number(index)
        if (!Number.isInteger(at) || at < 0 || at > others.length) throw refused.noSuchViewField()
        return [...others.slice(0, at), name, ...others.slice(at)]
      }),
    },
  }
})
