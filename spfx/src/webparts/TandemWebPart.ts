import * as React from 'react'
import * as ReactDom from 'react-dom'
import { Version } from '@microsoft/sp-core-library'
import type { IReadonlyTheme } from '@microsoft/sp-component-base'
import { PropertyPaneTextField, type IPropertyPaneConfiguration } from '@microsoft/sp-property-pane'
import { BaseClientSideWebPart } from '@microsoft/sp-webpart-base'
import type { Send } from '@tandem/contract'
import * as strings from 'TandemWebPartStrings'

import { sendThrough } from '../ui/api'

export type TandemWebPartProperties = {
  /** App ID URI the token is asked for. */
  apiResource?: string
  /** Address of the function app, `/api` included; empty for the page's own origin. */
  apiBaseUrl?: string
}

/** Everything a screen of ours gets from its page. */
export type ScreenProps = {
  readonly send: Send
  readonly theme: IReadonlyTheme | undefined
  /** The page's interface language, such as `en-US`. */
  readonly locale: string
}

/**
 * What every web part of ours owes SharePoint: a token, a theme, and cleaning up. Subclasses only name their screen, so that
 * screens can be rendered without SPFx.
 */
export abstract class TandemWebPart extends BaseClientSideWebPart<TandemWebPartProperties> {
  protected abstract readonly screen: React.ComponentType<ScreenProps>

  private send: Send | undefined
  private theme: IReadonlyTheme | undefined

  protected async onInit(): Promise<void> {
    await super.onInit()
    await this.connect()
  }

  public render(): void {
    if (!this.send) return
    const props: ScreenProps = {
      send: this.send,
      theme: this.theme,
      locale: this.context.pageContext.cultureInfo.currentUICultureName,
    }
    ReactDom.render(React.createElement(this.screen, props), this.domElement)
  }

  protected onThemeChanged(theme: IReadonlyTheme | undefined): void {
    this.theme = theme
    this.render()
  }

  protected onDispose(): void {
    ReactDom.unmountComponentAtNode(this.domElement)
  }

  protected get dataVersion(): Version {
    return Version.parse('1.0')
  }

  /** Typing an address must not ask for a token at every letter. */
  protected get disableReactivePropertyChanges(): boolean {
    return true
  }

  protected onAfterPropertyPaneChangesApplied(): void {
    this.connect().then(
      () => this.render(),
      (error: Error) => this.context.statusRenderer.renderError(this.domElement, error),
    )
  }

  protected getPropertyPaneConfiguration(): IPropertyPaneConfiguration {
    return {
      pages: [
        {
          header: { description: strings.PaneDescription },
          groups: [
            {
              groupName: strings.ApiGroup,
              groupFields: [
                PropertyPaneTextField('apiResource', { label: strings.ApiResource }),
                PropertyPaneTextField('apiBaseUrl', { label: strings.ApiBaseUrl, description: strings.ApiBaseUrlHint }),
              ],
            },
          ],
        },
      ],
    }
  }

  private async connect(): Promise<void> {
    const client = await this.context.aadHttpClientFactory.getClient(this.properties.apiResource || 'api://tandem')
    this.send = sendThrough(client, this.properties.apiBaseUrl ?? '')
  }
}
