import type { Part } from './answers.js'
import { columnEntities } from './column-kinds.js'
import { contentTypeEntities } from './content-type-kinds.js'
import type { Call } from './kinds.js'
import type { SpList } from './lists.js'
import { viewEntities } from './view-kinds.js'
import { viewEntity } from './views.js'

/** What a list is made of, for those who expand it: `lists?$expand=Views,Fields`. */
export const schemaParts = (call: Call, list: SpList): Record<string, Part> => ({
  ContentTypes: () => contentTypeEntities(call, list),
  Fields: () => columnEntities(list),
  Views: () => viewEntities(call, list),
  DefaultView: () => viewEntity(list, call.site.lists.views.default(list)),
})
