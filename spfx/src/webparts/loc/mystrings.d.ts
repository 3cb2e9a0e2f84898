declare module 'TandemWebPartStrings' {
  const strings: {
    readonly PaneDescription: string
    readonly ApiGroup: string
    readonly ApiResource: string
    readonly ApiBaseUrl: string
    readonly ApiBaseUrlHint: string
  }
  export = strings
}
