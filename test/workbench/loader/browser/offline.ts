/**
 * Fluent declares fonts and icons that lie on Microsoft's servers, and reads where from while it is being loaded: import this first.
 * Without Segoe the page falls back to the system's fonts.
 */
Object.assign(window, { FabricConfig: { fontBaseUrl: '', iconBaseUrl: '/workbench/fonts/' } })
