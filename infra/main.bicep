metadata name = 'ACS token endpoint'
metadata description = 'A token endpoint for Azure Communication Services in which no secret exists: every connection is a managed identity\'s.'

targetScope = 'subscription'

// Where it stands, and who deploys it.

@description('The azd environment: names the resource group, and every resource is tagged with it. azd gives it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region of everything but ACS, which is global. azd asks for it: take one near the users that has Flex Consumption.')
@minLength(1)
param location string

@description('The object id of who deploys, given by azd. Empty gives the roles to the app alone.')
param principalId string = ''

@description('What kind of principal that is, given by azd. Azure refuses a role assignment that names the wrong kind.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Whether who deploys may use ACS and the table as well. On, so that a laptop works against the cloud with "az login"; switch it off where people must not read production data.')
param deployerAccess bool = true

// Whose users may call. azd asks for the first two: nothing can be guessed here, and without them the endpoint refuses everybody.

@description('The OpenID Connect issuer whose tokens open the endpoint, exactly as its "iss" claim says. Asked for, because nobody else can know it.')
@minLength(8)
param authIssuer string

@description('The audience that those tokens must have in "aud". Asked for, because a token made for another API must not open this one.')
@minLength(1)
param authAudience string

@description('Every other setting of the endpoint that an operator may choose, by its name. Empty ones are left out: the endpoint then uses its own default, and it validates all of them when it starts.')
param settings { *: string } = {}

@description('Origins of web apps that may call from a browser, comma-separated. None: mobile apps and services need none, and each origin is a decision.')
param corsOrigins string = ''

// The ACS resource: a new one, or one that exists.

@description('Where a new ACS resource keeps its data at rest. Asked for, because it is a legal question and can never be changed.')
@allowed([
  'Africa'
  'Asia Pacific'
  'Australia'
  'Brazil'
  'Canada'
  'Europe'
  'France'
  'Germany'
  'India'
  'Japan'
  'Korea'
  'Norway'
  'Switzerland'
  'UAE'
  'UK'
  'United States'
])
param communicationDataLocation string

@description('The resource id of an ACS resource to use, in any group or subscription of the tenant. Empty makes one, which is removed with the rest.')
param existingCommunicationServiceId string = ''

// How it runs.

@description('The Java version of the function app. 21 is the newest with long-term support that every Flex Consumption region has; the package needs 17.')
@allowed([17, 21])
param javaVersion int = 21

@description('Memory of an instance in MB; processor and network grow with it. 2048 is a whole core: TLS and signatures are what this endpoint computes.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The most instances. The smallest that Flex Consumption has always allowed: ACS\'s limit is reached long before, so more would cost and not help.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are always warm. None, so that an idle endpoint costs next to nothing; one or two spare the first users a cold start of seconds.')
@minValue(0)
@maxValue(40)
param alwaysReadyInstances int = 0

@description('Requests that an instance serves at once. A request mostly waits for ACS, so a core serves many; more instances would be more cold starts.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 32

@description('Whether instances and storage spread over availability zones. Off: it needs a region with zones, and two warm instances wherever one is asked for.')
param zoneRedundant bool = false

@description('Whether storage is reached over private endpoints only. Off: it costs two private endpoints a month, and no key opens the storage account in either case.')
param privateNetworking bool = false

@description('The client id of an Entra app registration: App Service then checks Entra tokens in front of the endpoint, health and contract excepted. Empty: the endpoint checks them itself, for any issuer.')
param platformAuthenticationClientId string = ''

@description('Whether Application Insights\' Java agent is loaded. Off: it adds seconds to a cold start, and what the endpoint tells by itself is in its events.')
param applicationInsightsAgent bool = false

@description('Who is mailed when an alert fires. Empty: alerts show in the portal only.')
param alertEmail string = ''

@description('What all names of this environment in this subscription and region share, so that they are unique and stay the same.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

@description('On every resource; azd finds its resources by it.')
var tags = { 'azd-env-name': environmentName }

@description('Every name in one place, so that modules need not tell one another.')
var names = {
  resourceGroup: 'rg-${environmentName}'
  identity: 'id-${token}'
  storageAccount: 'st${token}'
  deploymentContainer: 'packages'
  table: 'identities'
  communicationService: 'acs-${token}'
  workspace: 'log-${token}'
  applicationInsights: 'appi-${token}'
  plan: 'plan-${token}'
  functionApp: 'func-${token}'
  virtualNetwork: 'vnet-${token}'
}

@description('Whether the ACS resource is this deployment\'s own.')
var ownsCommunicationService = empty(existingCommunicationServiceId)

@description('The parts of a resource id: subscription at 2, resource group at 4, name at 8.')
var existingIdParts = split(existingCommunicationServiceId, '/')

@description('Where an existing ACS resource is: its subscription.')
var communicationSubscription = ownsCommunicationService ? subscription().subscriptionId : existingIdParts[2]

@description('Where an existing ACS resource is: its resource group.')
var communicationResourceGroup = ownsCommunicationService ? names.resourceGroup : existingIdParts[4]

@description('The ACS resource\'s name.')
var communicationServiceName = ownsCommunicationService ? names.communicationService : existingIdParts[8]

@description('The ACS resource\'s endpoint.')
var communicationServicesEndpoint = ownsCommunicationService
  ? communication!.outputs.endpoint
  : 'https://${existingCommunicationService!.properties.hostName}'

@description('The ACS resource\'s id, if an alert may watch it: a metric alert does so in its own subscription only.')
var watchedCommunicationServiceId = ownsCommunicationService
  ? communication!.outputs.id
  : communicationSubscription =~ subscription().subscriptionId ? existingCommunicationServiceId : ''

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.resourceGroup
  location: location
  tags: tags
}

resource existingCommunicationService 'Microsoft.Communication/communicationServices@2025-09-01' existing = if (!ownsCommunicationService) {
  name: communicationServiceName
  scope: resourceGroup(communicationSubscription, communicationResourceGroup)
}

module identity 'app/identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    applicationInsightsName: names.applicationInsights
    location: location
    tags: tags
  }
}

module storage 'app/storage.bicep' = {
  scope: group
  params: {
    name: names.storageAccount
    location: location
    tags: tags
    deploymentContainerName: names.deploymentContainer
    tableName: names.table
    zoneRedundant: zoneRedundant
    publicNetworkAccess: !privateNetworking
  }
}

module network 'app/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: names.virtualNetwork
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
  }
}

module communication 'app/communication.bicep' = if (ownsCommunicationService) {
  scope: group
  params: {
    name: communicationServiceName
    tags: tags
    dataLocation: communicationDataLocation
    workspaceId: monitoring.outputs.workspaceId
  }
}

module roles 'app/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: deployerAccess ? principalId : ''
    deployerPrincipalType: principalType
    storageAccountName: names.storageAccount
    tableName: names.table
    applicationInsightsName: names.applicationInsights
    communicationServiceName: ownsCommunicationService ? communicationServiceName : 'none'
  }
  dependsOn: [
    storage
    monitoring
    communication
  ]
}

module rolesOnExisting 'app/roles.bicep' = if (!ownsCommunicationService) {
  scope: resourceGroup(communicationSubscription, communicationResourceGroup)
  params: {
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: deployerAccess ? principalId : ''
    deployerPrincipalType: principalType
    communicationServiceName: communicationServiceName
  }
}

module functions 'app/functions.bicep' = {
  scope: group
  params: {
    name: names.functionApp
    planName: names.plan
    location: location
    tags: tags
    javaVersion: javaVersion
    scale: {
      instanceMemoryMB: instanceMemoryMB
      maximumInstanceCount: maximumInstanceCount
      // Zone redundancy wants two warm instances where there is one.
      alwaysReadyInstances: zoneRedundant && alwaysReadyInstances == 1 ? 2 : alwaysReadyInstances
      httpConcurrency: httpConcurrency
    }
    zoneRedundant: zoneRedundant
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    blobEndpoint: storage.outputs.blobEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    tableName: names.table
    applicationInsightsConnectionString: monitoring.outputs.applicationInsightsConnectionString
    applicationInsightsAgent: applicationInsightsAgent
    communicationServicesEndpoint: communicationServicesEndpoint
    authIssuer: authIssuer
    authAudience: authAudience
    settings: settings
    corsOrigins: empty(corsOrigins) ? [] : split(replace(corsOrigins, ' ', ''), ',')
    subnetId: privateNetworking ? network!.outputs.functionsSubnetId : ''
  }
  // So that the app does not start before it may do anything.
  dependsOn: [
    roles
    rolesOnExisting
  ]
}

module platformAuthentication 'app/authentication.bicep' = if (!empty(platformAuthenticationClientId)) {
  scope: group
  params: {
    functionAppName: names.functionApp
    issuer: authIssuer
    audience: authAudience
    clientId: platformAuthenticationClientId
  }
  dependsOn: [
    functions
  ]
}

module alerts 'app/alerts.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    endpointUrl: functions.outputs.endpointUrl
    communicationServiceId: watchedCommunicationServiceId
  }
}

// azd writes these into the environment's .env: for the hook, for people, and to run the endpoint on a laptop against this environment.

@description('The resource group that holds everything.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app.')
output SERVICE_API_NAME string = functions.outputs.name

@description('Where apps send their requests, the route prefix included.')
output TOKEN_ENDPOINT_URL string = functions.outputs.endpointUrl

@description('The principal that the endpoint is, for an application of Entra ID to trust.')
output ENDPOINT_PRINCIPAL_ID string = identity.outputs.principalId

@description('The ACS resource that tokens are for.')
output COMMUNICATION_SERVICES_ENDPOINT string = communicationServicesEndpoint

@description('The table service that holds the mappings.')
output TABLE_STORAGE_ENDPOINT string = storage.outputs.tableEndpoint

@description('The table that holds the mappings.')
output TABLE_STORAGE_TABLE string = storage.outputs.tableName
