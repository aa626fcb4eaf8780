metadata description = 'The dashboard: a workbook whose tiles run the queries of the runbook. An operator reads it from the top.'

import { tagSet } from 'types.bicep'

@description('The region of the workbook.')
param location string

@description('The tags of the workbook.')
param tags tagSet

@description('The Log Analytics workspace that contains the telemetry. The portal lists the dashboard under its workbooks.')
param workspaceId string

@description('The tiles in the order in which an operator looks: what users see, which dependency causes it, who causes load, who is refused, whether the endpoint recovers, and which instance is bad. "chart" is empty for a table, and "empty" is shown if the query returns nothing.')
var tiles = [
  {
    title: 'Requests by outcome'
    query: loadTextContent('../queries/requests.kql')
    visualization: 'barchart'
    chart: { xAxis: 'TimeGenerated', yAxis: ['Requests'], group: 'outcome' }
    width: '50'
    empty: 'There were no requests.'
  }
  {
    title: 'Outcomes and durations (ms) by operation'
    query: loadTextContent('../queries/outcomes.kql')
    visualization: 'table'
    chart: {}
    width: '50'
    empty: 'There were no requests.'
  }
  {
    title: 'Duration of calls to ACS, Table Storage and Entra ID (P95, ms)'
    query: loadTextContent('../queries/dependencies.kql')
    visualization: 'linechart'
    chart: { xAxis: 'TimeGenerated', yAxis: ['AcsP95', 'TableP95', 'EntraP95'] }
    width: '50'
    empty: 'There were no requests.'
  }
  {
    title: 'Failed calls to ACS, Table Storage and Entra ID'
    query: loadTextContent('../queries/dependencies.kql')
    visualization: 'linechart'
    chart: { xAxis: 'TimeGenerated', yAxis: ['AcsFailures', 'TableFailures', 'EntraFailures'] }
    width: '50'
    empty: 'There were no requests.'
  }
  {
    title: 'Throttling by ACS and rate limits, by minute'
    query: loadTextContent('../queries/throttling.kql')
    visualization: 'table'
    chart: {}
    width: '50'
    empty: 'Nothing was throttled.'
  }
  {
    title: 'New identities by application'
    query: loadTextContent('../queries/creations.kql')
    visualization: 'barchart'
    chart: { xAxis: 'TimeGenerated', yAxis: ['Identities'], group: 'app' }
    width: '50'
    empty: 'No identity was created.'
  }
  {
    title: 'Refused requests by reason'
    query: loadTextContent('../queries/reasons.kql')
    visualization: 'table'
    chart: {}
    width: '50'
    empty: 'No request was refused.'
  }
  {
    title: 'Runs of the recovery timer'
    query: loadTextContent('../queries/recovery.kql')
    visualization: 'linechart'
    chart: { xAxis: 'TimeGenerated', yAxis: ['settled', 'left', 'failed'] }
    width: '50'
    empty: 'The recovery timer did not run: see missing-recovery in the runbook.'
  }
  {
    title: 'Instances'
    query: loadTextContent('../queries/instances.kql')
    visualization: 'table'
    chart: {}
    width: '100'
    empty: 'No instance served a request.'
  }
]

@description('The time range that limits all tiles, because their queries have no limit of their own.')
var timeRange = {
  type: 9
  name: 'time range'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    parameters: [
      {
        id: guid('TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time range'
        type: 4
        isRequired: true
        value: { durationMs: 14400000 }
        typeSettings: {
          allowCustom: true
          // 1, 4, 12 and 24 hours, 3, 7 and 30 days.
          selectableValues: map(
            [3600000, 14400000, 43200000, 86400000, 259200000, 604800000, 2592000000],
            duration => { durationMs: duration }
          )
        }
      }
    ]
  }
}

@description('The tiles in the form that workbooks expect.')
var items = map(tiles, tile => {
  type: 3
  name: tile.title
  customWidth: tile.width
  content: {
    version: 'KqlItem/1.0'
    title: tile.title
    query: tile.query
    size: 0
    timeContextFromParameter: 'TimeRange'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    crossComponentResources: [workspaceId]
    visualization: tile.visualization
    chartSettings: tile.chart
    noDataMessage: tile.empty
  }
})

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'dashboard')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'ACS token endpoint ${tags['azd-env-name']}'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([timeRange], items)
      fallbackResourceIds: [workspaceId]
    })
  }
}

@description('The address of the dashboard in the portal.')
output url string = '${environment().portal}/#resource${workbook.id}/workbook'
