import { isBag } from '../store.js'
import { type Answer, answerCollection, answerEntity, type Entity } from './answers.js'
import { builtInCalled } from './built-in-columns.js'
import { columnEntities } from './column-kinds.js'
import { type ContentType, contentTypeEntity } from './content-types.js'
import { refused } from './errors.js'
import { action, type Call, Kind, leadsTo, type Member, type Place, reading } from './kinds.js'
import { chosen } from './list-kinds.js'
import type { SpList } from './lists.js'
import { bodyOf } from './request.js'

/** Of a list, or of the site when there is none. */
type Where = { readonly list: SpList | null }
type Found = Where & { readonly type: ContentType }

const typesOf = ({ site, request }: Call, list: SpList | null): ContentType[] =>
  list ? site.lists.contentTypes.of(list) : site.lists.contentTypes.ofSite(request.site)

const scopeOf = ({ request }: Call, list: SpList | null): string => list?.id ?? request.site

const entityOf = ({ request }: Call, list: SpList | null, type: ContentType): Entity =>
  contentTypeEntity(type, request.site, list ?? undefined)

export const contentTypeEntities = (call: Call, list: SpList): Entity[] =>
  typesOf(call, list).map((type) => entityOf(call, list, type))

/** What is not there is no error: SharePoint answers that it is nothing. */
const absent: Place = { walk: () => ({ status: 200, body: { 'odata.null': true } }) }

function placeOf(call: Call, list: SpList | null, id: string): Place {
  const type = call.site.lists.contentTypes.find(typesOf(call, list), id)
  return type ? contentTypeKind.at({ list, type }) : absent
}

/** `contenttypes` of a list, and with an argument the one of that id. */
export const listContentTypesMember: Member<SpList> = leadsTo('documented', (call, list, { values }) =>
  values === undefined ? contentTypesKind.at({ list }) : placeOf(call, list, values[0] ?? ''),
)

const ofSite: Member<null> = leadsTo('documented', (call, _web, { values }) =>
  values === undefined ? contentTypesKind.at({ list: null }) : placeOf(call, null, values[0] ?? ''),
)

/** `availablecontenttypes` are those of the site and of the sites above it, of which there are none here. */
export const siteContentTypeMembers: Readonly<Record<string, Member<null>>> = {
  contenttypes: ofSite,
  availablecontenttypes: ofSite,
}

const contentTypesKind = new Kind<Where>('SP.ContentTypeCollection', 'content-type-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      needs: 'Open',
      answer: (call, { list }) =>
        chosen(
          typesOf(call, list).map((type) => entityOf(call, list, type)),
          call.request,
        ),
    },
    POST: { known: 'documented', needs: 'Open', answer: (call, where) => added(call, where) },
  },
  members: {
    getbyid: leadsTo('documented', (call, { list }, { values }) => placeOf(call, list, values?.[0] ?? '')),
    addavailablecontenttype: action({ known: 'documented', needs: 'Open' }, (call, { list }, { values }) => {
      if (!list) throw refused.notInStandIn('addAvailableContentType on a site', 'content-type-kinds.ts')
      mayChange(call, list)
      const id = bodyOf(call.request)['contentTypeId'] ?? values?.[0]
      const type = call.site.lists.contentTypes.addToList(list, String(id ?? ''))
      return answerEntity(entityOf(call, list, type), call.request.mode, call.request.webUrl)
    }),
  },
}))

function mayChange({ site, request }: Call, list: SpList | null): void {
  if (list) site.permissions.need(request.caller, { site: list.site, list }, 'ManageLists')
  else site.permissions.need(request.caller, { site: request.site }, 'ManageWeb')
}

function added(call: Call, { list }: Where): Answer {
  mayChange(call, list)
  const { site, request } = call
  const { Id: wanted, ...given } = bodyOf(request)
  const id = isBag(wanted) ? String(wanted['StringValue'] ?? '') : ''
  const { contentTypes } = site.lists
  const type = list ? contentTypes.addToList(list, id || '0x01', given) : contentTypes.addToSite(request.site, given, id)
  return answerEntity(entityOf(call, list, type), request.mode, request.webUrl, 201)
}

const contentTypeKind = new Kind<Found>('SP.ContentType', 'content-type-kinds.ts', () => ({
  entity: { known: 'documented', needs: 'Open', show: (call, { list, type }) => ({ entity: entityOf(call, list, type) }) },
  methods: {
    MERGE: {
      known: 'documented',
      needs: 'Open',
      answer: (call, { list, type }) => {
        mayChange(call, list)
        call.site.lists.contentTypes.update(scopeOf(call, list), type, bodyOf(call.request))
        return { status: 204 }
      },
    },
    DELETE: {
      known: 'documented',
      needs: 'Open',
      answer: (call, { list, type }) => {
        mayChange(call, list)
        call.site.lists.contentTypes.delete(scopeOf(call, list), type)
        return { status: 200 }
      },
    },
  },
  members: {
    fields: reading({ known: 'documented', needs: 'Open' }, (call, { list }) =>
      chosen(list ? columnEntities(list).filter(belongs) : [], call.request),
    ),
    fieldlinks: reading({ known: 'documented', needs: 'Open' }, ({ request }, held) =>
      answerCollection(fieldLinks(held), request.mode, request.webUrl),
    ),
    parent: leadsTo('documented', (call, { type }) => placeOf(call, null, parentId(call, type))),
  },
}))

/** The columns that are filled in; all of a list's own, for every column that is added goes to all its types. */
const belongs = ({ values }: Entity): boolean =>
  values['InternalName'] === 'ContentType' || values['InternalName'] === 'Title' || values['FromBaseType'] === false

function fieldLinks({ list, type }: Found): Entity[] {
  const title = { id: 'fa564e0f-0c70-4ab9-b863-0177e6ddd247', name: 'Title', required: true, hidden: false }
  const own = [...(list?.columns.values() ?? [])].map(({ name, properties }) => ({
    id: String(properties['Id']),
    name,
    required: properties['Required'] === true,
    hidden: properties['Hidden'] === true,
  }))
  const first = { id: builtInCalled('ContentType')?.id ?? '', name: 'ContentType', required: false, hidden: false }
  return [first, ...(own.length > 0 ? own : [title])].map(({ id, name, required, hidden }) => ({
    type: 'SP.FieldLink',
    path: `${list ? `Web/Lists(guid'${list.id}')` : 'Web'}/ContentTypes('${type.id}')/FieldLinks(guid'${id}')`,
    values: {
      FieldInternalName: name,
      Hidden: hidden,
      Id: id,
      Name: name,
      ReadOnly: false,
      Required: required,
      ShowInDisplayForm: true,
    },
  }))
}

/** The longest id among the site's types that this one begins with. */
function parentId(call: Call, { id }: ContentType): string {
  const above = typesOf(call, null).filter((each) => each.id !== id && id.toLowerCase().startsWith(each.id.toLowerCase()))
  return above.sort((left, right) => right.id.length - left.id.length)[0]?.id ?? ''
}
