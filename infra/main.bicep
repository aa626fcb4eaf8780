metadata name = 'ACS token endpoint'
metadata description = 'A token endpoint for Azure Communication Services. Every connection uses a managed identity, so the deployment has no secrets.'

import { trustedIssuer } from 'app/types.bicep'

targetScope = 'subscription'

// The environment, and the principal that deploys it.

@description('The name of the azd environment, which azd provides. The resource group is named after it, and every resource is tagged with it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region of all resources except ACS, which is global. azd prompts for it: choose a region near the users that offers Flex Consumption.')
@minLength(1)
param location string

@description('The object id of the principal that deploys, which azd provides. If it is empty, only the app gets roles.')
param principalId string = ''

@description('The type of that principal, which azd provides. Azure refuses a role assignment that names the wrong type.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Whether the deploying principal gets access to ACS and to the table, too. Off by default, because this access can assign one user the identity of another. Switching it off takes nothing back: infra/remove-deployer-access.sh does.')
param deployerAccess bool = false

// Sign-in: the tokens that are accepted, by one issuer and its audience or by a list of issuers. Nobody can guess them, so a deployment without them fails.

@description('The OpenID Connect issuer whose tokens the endpoint accepts, exactly as the "iss" claim spells it. It is empty if authIssuers lists the issuers.')
param authIssuer string = ''

@description('The audience that a token must have in "aud", so that tokens for other APIs are refused. It is empty if authIssuers lists the issuers.')
param authAudience string = ''

@description('The issuers whose tokens the endpoint accepts, in the form of docs/reference/issuers.md. The endpoint validates them when it starts. The list takes the place of authIssuer and authAudience.')
param authIssuers trustedIssuer[] = []

@description('The other endpoint settings that an operator may choose, by name. Empty values are omitted, so that the endpoint uses its own defaults. The endpoint validates the values when it starts.')
param settings { *: string } = {}

@description('The origins of web apps that may call from a browser, separated by commas. Empty by default: mobile apps and services need none, and every origin should be allowed deliberately.')
param corsOrigins string = ''

// The ACS resource: a new one or an existing one.

@description('The geography in which a new ACS resource stores data at rest. It has no default, because it is a legal question and can never be changed.')
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

@description('The resource id of an existing ACS resource to use, in any resource group or subscription of the tenant. If it is empty, a new resource is created, which is deleted with the rest.')
param existingCommunicationServiceId string = ''

// Compute, network, telemetry and alerts.

@description('The Java version of the function app. 21 is the newest long-term support version that every Flex Consumption region offers; the package requires 17.')
@allowed([17, 21])
param javaVersion int = 21

@description('The memory of an instance in MB; processor and network grow with it. 2048 MB comes with a whole core, which the endpoint needs for TLS and signatures.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('The maximum number of instances. 40 is the smallest maximum that Flex Consumption has always allowed. The limit of the ACS resource is reached long before, so more instances would cost money without helping.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('The number of instances that are always ready. None by default, so that an idle endpoint costs next to nothing. One or two spare the first users a cold start of seconds.')
@minValue(0)
@maxValue(40)
param alwaysReadyInstances int = 0

@description('The number of requests that an instance serves at once. A request mostly waits for ACS, so a core serves many; more instances would mean more cold starts.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 32

@description('Whether instances and storage are spread over availability zones. Off by default, because it requires a region with zones, and two always-ready instances where one would do.')
param zoneRedundant bool = false

@description('Whether storage is reached over private endpoints only. Off by default, because it costs two private endpoints a month, and no key opens the storage account in either case.')
param privateNetworking bool = false

@description('The client id of an Entra app registration, for which App Service checks Entra tokens in front of the endpoint, except on the health and contract routes. It supports one issuer of one tenant. If it is empty, only the endpoint itself checks tokens.')
param platformAuthenticationClientId string = ''

@description('Whether the Application Insights Java agent is loaded. Off by default, because it adds seconds to a cold start, and the endpoint writes its own events without it.')
param applicationInsightsAgent bool = false

@description('The address that receives a mail when an alert fires. If it is empty, alerts appear in the portal only.')
param alertEmail string = ''

@description('The part that all resource names of this environment share. It depends on subscription, environment and region only, so names are unique and do not change.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

@description('The settings for a single issuer, of which a list of issuers takes the place.')
var singleIssuerSettings = join(
  [authIssuer, authAudience, settings.?AUTH_USER_CLAIM ?? '', settings.?AUTH_REQUIRED_SCOPE ?? ''],
  ''
)

@description('Whether the list of issuers has exactly one tenant of one issuer, for which App Service can check tokens.')
var hasOneListedIssuer = length(authIssuers) == 1 && !contains(authIssuers[?0].?issuer ?? '', '{')

@description('The variables of the azd environment in which a placeholder of the guide was not replaced.')
var unfinishedSettings = map(
  filter(
    items(union(settings, {
      AUTH_ISSUER: authIssuer
      AUTH_AUDIENCE: authAudience
      AUTH_ISSUERS: string(authIssuers)
    })),
    setting => contains(setting.value, '<')
  ),
  setting => setting.key
)

@description('What is wrong with the parameters of the sign-in, in terms of the variables of the azd environment.')
var signInProblems = filter(
  [
    empty(authIssuers) && (empty(trim(authIssuer)) || empty(trim(authAudience)))
      ? 'Nothing says whose tokens the endpoint accepts. Set AUTH_ISSUER and AUTH_AUDIENCE, or AUTH_ISSUERS: see "Sign-in" in docs/guides/platform-teams.md'
      : ''
    !empty(authIssuers) && !empty(singleIssuerSettings)
      ? 'AUTH_ISSUERS takes the place of AUTH_ISSUER, AUTH_AUDIENCE, AUTH_USER_CLAIM and AUTH_REQUIRED_SCOPE. Set these to an empty text (azd env set AUTH_ISSUER=)'
      : ''
    !empty(authIssuers) && !empty(platformAuthenticationClientId) && !hasOneListedIssuer
      ? 'App Service checks the tokens of one issuer only. Set PLATFORM_AUTHENTICATION_CLIENT_ID to an empty text, or list a single issuer of a single tenant in AUTH_ISSUERS'
      : ''
    !empty(unfinishedSettings)
      ? 'A placeholder such as <client id> is still in ${join(unfinishedSettings, ', ')}. Replace it with the value'
      : ''
  ],
  problem => !empty(problem)
)

@description('The tags of every resource. azd finds its resources by them.')
var tags = { 'azd-env-name': environmentName }

@description('All resource names. They are computed once, so that modules do not have to pass them to each other.')
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

@description('Whether this deployment creates the ACS resource.')
var ownsCommunicationService = empty(existingCommunicationServiceId)

@description('The parts of the id of an existing ACS resource: the subscription is at index 2, the resource group at 4, the name at 8.')
var existingIdParts = split(existingCommunicationServiceId, '/')

@description('The subscription of the ACS resource.')
var communicationSubscription = ownsCommunicationService ? subscription().subscriptionId : existingIdParts[2]

@description('The resource group of the ACS resource.')
var communicationResourceGroup = ownsCommunicationService ? names.resourceGroup : existingIdParts[4]

@description('The name of the ACS resource.')
var communicationServiceName = ownsCommunicationService ? names.communicationService : existingIdParts[8]

@description('The endpoint of the ACS resource.')
var communicationServicesEndpoint = ownsCommunicationService
  ? communication!.outputs.endpoint
  : 'https://${existingCommunicationService!.properties.hostName}'

@description('The immutable id of the ACS resource, which its identities contain.')
var communicationServicesResourceId = ownsCommunicationService
  ? communication!.outputs.immutableResourceId
  : existingCommunicationService!.properties.immutableResourceId

@description('The id of the ACS resource if an alert can watch it, otherwise empty. A metric alert can only watch resources of its own subscription.')
var watchedCommunicationServiceId = ownsCommunicationService
  ? communication!.outputs.id
  : communicationSubscription =~ subscription().subscriptionId ? existingCommunicationServiceId : ''

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: names.resourceGroup
  // Everything else needs the group, so nothing is deployed if the sign-in is not configured.
  location: empty(signInProblems) ? location : fail(join(signInProblems, '. '))
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
    workspaceId: monitoring.outputs.workspaceId
    publicNetworkAccess: !privateNetworking
  }
}

// Left behind: the network, its private endpoints and DNS zones, which go on costing money, and possibly the app's connection to the subnet.
// The guide for platform teams has the commands that remove them.
module network 'app/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: names.virtualNetwork
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
  }
}

// Left behind: the ACS resource of the deployment with its identities and chats, until it is deleted by hand or with the resource group.
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

// Left behind: the app's role on the ACS resource, and the deployer's. The guide for platform teams has the command that deletes the app's.
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
      // With zone redundancy, Flex Consumption requires two always-ready instances or none.
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
    communicationServicesResourceId: communicationServicesResourceId
    settings: union(settings, {
      AUTH_ISSUER: authIssuer
      AUTH_AUDIENCE: authAudience
      AUTH_ISSUERS: empty(authIssuers) ? '' : string(authIssuers)
    })
    corsOrigins: empty(corsOrigins) ? [] : split(replace(corsOrigins, ' ', ''), ',')
    subnetId: privateNetworking ? network!.outputs.functionsSubnetId : ''
  }
  // The app must not start before its roles are assigned.
  dependsOn: [
    roles
    rolesOnExisting
  ]
}

// It is deployed in any case, so that emptying the client id switches App Service authentication off.
module platformAuthentication 'app/authentication.bicep' = {
  scope: group
  params: {
    functionAppName: names.functionApp
    issuer: empty(authIssuers) ? authIssuer : authIssuers[0].issuer
    audiences: empty(authIssuers) ? [authAudience] : authIssuers[0].audiences
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

// azd writes the outputs to the environment's .env file. The postdeploy hook reads them, and a laptop needs them to run the endpoint against this environment.

@description('The resource group of the deployed resources.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The name of the function app.')
output SERVICE_API_NAME string = functions.outputs.name

@description('The URL that apps send their requests to, including the route prefix.')
output TOKEN_ENDPOINT_URL string = functions.outputs.endpointUrl

@description('The principal id of the managed identity of the endpoint, for an Entra application that trusts it.')
output ENDPOINT_PRINCIPAL_ID string = identity.outputs.principalId

@description('The endpoint of the ACS resource that tokens are issued for.')
output COMMUNICATION_SERVICES_ENDPOINT string = communicationServicesEndpoint

@description('The resource id of the ACS resource, on which a principal needs a role to issue tokens.')
output COMMUNICATION_SERVICES_SCOPE string = ownsCommunicationService
  ? communication!.outputs.id
  : existingCommunicationServiceId

@description('The resource id of the table, on which a principal needs a role to read the mappings.')
output TABLE_STORAGE_SCOPE string = storage.outputs.tableId

@description('The URL of the table service that contains the mappings.')
output TABLE_STORAGE_ENDPOINT string = storage.outputs.tableEndpoint

@description('The name of the table that contains the mappings.')
output TABLE_STORAGE_TABLE string = storage.outputs.tableName
