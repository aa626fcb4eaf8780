metadata description = 'Logs and telemetry: a Log Analytics workspace and Application Insights. Neither accepts keys. A rule can keep the ids of users out of them.'

import { tagSet } from 'types.bicep'

@description('The name of the workspace.')
param workspaceName string

@description('The name of the Application Insights resource.')
param applicationInsightsName string

@description('The name of the data collection rule that masks ids.')
param maskingRuleName string

@description('The region of all resources.')
param location string

@description('The tags of all resources.')
param tags tagSet

@description('The data in GB that the workspace accepts on one day; -1 for no limit.')
param dailyCapGb int

@description('Whether ids of users and of ACS are removed from telemetry before it is stored.')
param maskIds bool

@description('The transformation of each table. Each is one line of the part of KQL that transformations support, which has no function that replaces by a pattern.')
var transformations = {
  // The path of a request names a user or an identity. OperationName names the operation, so only the beginning of the path is kept.
  // Properties has the path a second time.
  AppRequests: join(
    [
      'source'
      'extend Url = extract(@"^(https?://[^/]+/[^/]*/[^/]*)", 1, Url)'
      'extend Properties = pack("InvocationId", Properties.InvocationId, "HostInstanceId", Properties.HostInstanceId, "FunctionExecutionTimeMs", Properties.FunctionExecutionTimeMs, "HttpMethod", Properties.HttpMethod)'
    ],
    ' | '
  )
  // The Java agent reports calls to ACS, whose paths name identities.
  AppDependencies: join(
    [
      'source'
      'extend Data = iff(Data startswith "http", extract(@"^(https?://[^/]+/[^/(]*)", 1, Data), Data)'
      'extend Name = iff(Name contains "/", extract(@"^([^/]*/[^/(]*)", 1, Name), Name)'
    ],
    ' | '
  )
  // The path of a call names an identity.
  ACSAuthIncomingOperations: 'source | extend URI = extract(@"^((https?://)?[^/]*/[^/]*)", 1, URI)'
  // The worker reports each call in the category of the endpoint's own events, and its line says nothing that AppRequests does not say.
  AppTraces: 'source | where Message !startswith "Function \\"" or Message !endswith "invoked by Java Worker"'
}

module workspace 'workspace.bicep' = {
  params: {
    name: workspaceName
    location: location
    tags: tags
    dailyCapGb: dailyCapGb
    ruleId: ''
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.outputs.id
    DisableLocalAuth: true
  }
}

// Left behind: the rule, which may go on masking until it is deleted.
resource maskingRule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = if (maskIds) {
  name: maskingRuleName
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    destinations: {
      logAnalytics: [
        {
          // The portal shows the transformations only if the destination is named like this.
          name: replace(workspace.outputs.customerId, '-', '')
          workspaceResourceId: workspace.outputs.id
        }
      ]
    }
    dataFlows: map(items(transformations), table => {
      streams: ['Microsoft-Table-${table.key}']
      destinations: [replace(workspace.outputs.customerId, '-', '')]
      transformKql: table.value
    })
  }
  // Application Insights creates most of the tables.
  dependsOn: [
    applicationInsights
  ]
}

// Left behind: nothing more than the rule.
module maskedWorkspace 'workspace.bicep' = if (maskIds) {
  params: {
    name: workspaceName
    location: location
    tags: tags
    dailyCapGb: dailyCapGb
    ruleId: maskingRule.id
  }
}

@description('The resource id of the workspace.')
output workspaceId string = workspace.outputs.id

@description('The resource id of Application Insights.')
output applicationInsightsId string = applicationInsights.id

@description('The connection string of Application Insights. It is only an address: telemetry without a role is refused.')
output applicationInsightsConnectionString string = applicationInsights.properties.ConnectionString
