define([], function () {
  return {
    PaneDescription: 'Where this web part finds the Tandem service',
    ApiGroup: 'Tandem service',
    ApiResource: 'App ID URI of the API',
    ApiBaseUrl: 'Address of the API',
    ApiBaseUrlHint: 'Empty means /api on this origin',
  }
})
