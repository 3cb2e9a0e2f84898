import { z } from 'zod'
import type { ViewChange, ViewContent } from './changes.js'
import { listAt, type Site } from './site.js'
import { viewXml } from './view-xml.js'

const Views = z.array(z.object({ Id: z.string(), Title: z.string(), PersonalView: z.boolean() }))

export async function applyViewChange(site: Site, change: ViewChange): Promise<void> {
  switch (change.kind) {
    case 'create-view': {
      if ((await viewsCalled(site, change)).length === 0)
        await listAt(site, change.list).views.add(change.view, false, { ViewQuery: change.query, RowLimit: change.rowLimit })
      const [ours, ...twins] = await viewsCalled(site, change)
      // The client repeats a request that timed out, and SharePoint takes a second view of the same title.
      for (const twin of twins) await listAt(site, change.list).views.getById(twin).delete()
      if (ours !== undefined) await fill(site, change.list, ours, change)
      return
    }
    case 'set-view': {
      const [ours] = await viewsCalled(site, change)
      if (ours !== undefined) await fill(site, change.list, ours, change)
      return
    }
    case 'open-with-view':
      await listAt(site, change.list).views.getByTitle(change.view).update({ DefaultView: true })
      return
  }
}

async function viewsCalled(site: Site, { list, view }: { list: string; view: string }): Promise<string[]> {
  const views = Views.parse(await listAt(site, list).views.select('Id', 'Title', 'PersonalView')())
  return views.filter(({ Title, PersonalView }) => Title === view && !PersonalView).map(({ Id }) => Id)
}

/** Query, columns and page length in one request, so that a view is never half of one. */
const fill = (site: Site, list: string, view: string, content: ViewContent): Promise<unknown> =>
  listAt(site, list).views.getById(view).setViewXml(viewXml(content))
