import { type Answer, answerCollection, answerValue, type Entity } from './answers.js'
import { action, Kind, leadsTo } from './kinds.js'
import { listPath, type SpList } from './lists.js'

const done: Answer = { status: 200 }

/** One view that shows every column; what a client does to its columns is taken and has no effect here. */
const viewEntity = (list: SpList): Entity => ({
  type: 'SP.View',
  path: `${listPath(list)}/Views(guid'${list.id}')`,
  values: {
    Id: list.id,
    Title: 'All Items',
    DefaultView: true,
    Hidden: false,
    PersonalView: false,
    RowLimit: 30,
    ViewQuery: '',
    ServerRelativeUrl: `${list.site}/Lists/${list.folder}/AllItems.aspx`,
  },
})

export const viewKind = new Kind<SpList>('SP.View', 'view-kinds.ts', () => ({
  entity: { known: 'documented', show: (_call, list) => ({ entity: viewEntity(list) }) },
  methods: { MERGE: { known: 'documented', answer: () => ({ status: 204 }) } },
  members: { viewfields: leadsTo('documented', (_call, list) => viewFieldsKind.at(list)) },
}))

export const viewsKind = new Kind<SpList>('SP.ViewCollection', 'view-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ request }, list) => answerCollection([viewEntity(list)], request.mode, request.webUrl),
    },
  },
  members: {
    getbytitle: leadsTo('documented', (_call, list) => viewKind.at(list)),
    getbyid: leadsTo('documented', (_call, list) => viewKind.at(list)),
  },
}))

const viewFieldsKind = new Kind<SpList>('SP.ViewFieldCollection', 'view-kinds.ts', () => ({
  methods: {
    GET: {
      known: 'documented',
      answer: ({ request }, list) =>
        answerValue(
          'ViewFields',
          { SchemaXml: '', Items: ['LinkTitle', ...[...list.columns.keys()].filter((name) => name !== 'title')] },
          request.mode,
        ),
    },
  },
  members: {
    addviewfield: action('documented', () => done),
    removeviewfield: action('documented', () => done),
    removeallviewfields: action('documented', () => done),
    moveviewfieldto: action('documented', () => done),
  },
}))
