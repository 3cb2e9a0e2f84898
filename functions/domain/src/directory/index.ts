export * from './manager-graph.js'
