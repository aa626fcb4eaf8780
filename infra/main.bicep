metadata name = 'ACS token endpoint'
metadata description = 'A token endpoint for Azure Communication Services. Every connection uses a managed identity, so the deployment has no secrets.'

import { settingNumbers, settingSwitches } from 'app/settings.bicep'
import { trustedIssuer } from 'app/types.bicep'
import { addressesOf, addressesProblem, originsOf, originsProblem } from 'app/values.bicep'
import { choiceOf, choiceProblem, isOn, numberOf, numberProblem, switchProblem } from 'app/values.bicep'

targetScope = 'subscription'

// Every parameter takes its value from a variable of the azd environment, and an empty text counts as not set.
// Switches and numbers are texts, because azd drops a value that does not fit another type. The values are checked below.

// The environment, and the principal that deploys it.

@description('The name of the azd environment, which azd provides. The resource group is named after it, and every resource is tagged with it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('The region of all resources except ACS, which is global. azd prompts for it and shows these regions, which are those with Flex Consumption. To use a newer one, add it here: "az functionapp list-flexconsumption-locations" prints all.')
@metadata({
  azd: {
    type: 'location'
    // With an empty default, azd preselects the region of its own configuration instead of the first one.
    default: ''
  }
})
@allowed([
  'australiaeast'
  'australiasoutheast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
param location string

@description('The object id of the principal that deploys, which azd provides. If it is empty, only the app gets roles.')
param principalId string = ''

@description('The type of that principal, which azd provides. Azure refuses a role assignment that names the wrong type.')
@allowed(['User', 'ServicePrincipal', 'Group'])
param principalType string = 'User'

@description('Whether the deploying principal gets access to ACS and to the table, too. Off by default, because this access can assign one user the identity of another. Switching it off takes nothing back: infra/remove-deployer-access.sh does.')
param deployerAccess string = ''

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

@description('The geography in which a new ACS resource stores data at rest. It has no default, because it is a legal question and can never be changed. azd does not prompt for it either, because azd would preselect a value.')
param communicationDataLocation string = ''

@description('The resource id of an existing ACS resource to use, in any resource group or subscription of the tenant. If it is empty, a new resource is created, which is deleted with the rest.')
param existingCommunicationServiceId string = ''

// Compute, network, telemetry and alerts.

@description('The Java version of the function app. 21 is the newest long-term support version that every Flex Consumption region offers; the package requires 17.')
param javaVersion string = ''

@description('The memory of an instance in MB; processor and network grow with it. 2048 MB comes with a whole core, which the endpoint needs for TLS and signatures.')
param instanceMemoryMB string = ''

@description('The maximum number of instances. The limit of the ACS resource is reached long before the default, so more instances would cost money without helping. Rate limits apply per instance, so fewer instances make them tighter.')
param maximumInstanceCount string = ''

@description('The number of instances that are always ready. None by default, so that an idle endpoint costs next to nothing. One or two spare the first users a cold start of seconds.')
param alwaysReadyInstances string = ''

@description('The number of requests that an instance serves at once. A request mostly waits for ACS, so a core serves many; more instances would mean more cold starts.')
param httpConcurrency string = ''

@description('Whether instances and storage are spread over availability zones. Off by default, because it requires a region with zones, and two always-ready instances where one would do.')
param zoneRedundant string = ''

@description('Whether storage is reached over private endpoints only. Off by default, because it costs two private endpoints a month, and no key opens the storage account in either case.')
param privateNetworking string = ''

@description('Whether the app calls ACS, Entra ID and the issuer from one fixed address, which is the output OUTBOUND_ADDRESS. Requires privateNetworking. Off by default, because a NAT gateway costs more than everything else of an idle endpoint.')
param natGateway string = ''

@description('The addresses that may call the endpoint, separated by commas, each alone or in CIDR notation. Empty by default, because apps call from anywhere. Everybody else gets a 403, except the probe of Health and those who publish packages.')
param allowedAddresses string = ''

@description('The client id of an Entra app registration, for which App Service checks Entra tokens in front of the endpoint, except on the health and contract routes. It supports one issuer of one tenant. If it is empty, only the endpoint itself checks tokens.')
param platformAuthenticationClientId string = ''

@description('Whether the Application Insights Java agent is loaded. Off by default, because it adds seconds to a cold start, and the endpoint writes its own events without it.')
param applicationInsightsAgent string = ''

@description('The data in GB that the workspace accepts on one day. Empty for no limit, because at the limit no log arrives until the next day, and so no alert fires.')
param logsDailyCapGb string = ''

@description('Whether ids of users and of ACS in the paths of requests are removed from the logs before they are stored. Off by default, because its rule was never tried in Azure, and a rule that Azure refuses would end the first deployment.')
param maskIdsInLogs string = ''

@description('The address that receives a mail when an alert fires. If it is empty, alerts appear in the portal only.')
param alertEmail string = ''

@description('The part that all resource names of this environment share. It depends on subscription, environment and region only, so names are unique and do not change.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

@description('The variables that switch something on. All are off by default.')
var switches = {
  DEPLOYER_ACCESS: deployerAccess
  ZONE_REDUNDANT: zoneRedundant
  PRIVATE_NETWORKING: privateNetworking
  NAT_GATEWAY: natGateway
  APPLICATION_INSIGHTS_AGENT: applicationInsightsAgent
  MASK_IDS_IN_LOGS: maskIdsInLogs
}

@description('The variables that have one of several values.')
var choices = {
  COMMUNICATION_DATA_LOCATION: {
    text: communicationDataLocation
    default: ''
    allowed: [
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
    ]
  }
  FUNCTIONS_JAVA_VERSION: { text: javaVersion, default: '21', allowed: ['17', '21'] }
  FUNCTIONS_INSTANCE_MEMORY_MB: { text: instanceMemoryMB, default: '2048', allowed: ['512', '2048', '4096'] }
}

@description('The variables that are whole numbers.')
var numbers = {
  FUNCTIONS_MAXIMUM_INSTANCES: { text: maximumInstanceCount, default: 40, min: 1, max: 1000 }
  FUNCTIONS_ALWAYS_READY_INSTANCES: { text: alwaysReadyInstances, default: 0, min: 0, max: 40 }
  FUNCTIONS_HTTP_CONCURRENCY: { text: httpConcurrency, default: 32, min: 1, max: 1000 }
  LOGS_DAILY_CAP_GB: { text: logsDailyCapGb, default: -1, min: 1, max: 1000 }
}

@description('The variables of any other text, in which a placeholder may have stayed.')
var texts = union(settings, {
  AUTH_ISSUER: authIssuer
  AUTH_AUDIENCE: authAudience
  AUTH_ISSUERS: empty(authIssuers) ? '' : string(authIssuers)
  CORS_ORIGINS: corsOrigins
  EXISTING_COMMUNICATION_SERVICE_ID: existingCommunicationServiceId
  PLATFORM_AUTHENTICATION_CLIENT_ID: platformAuthenticationClientId
  ALERT_EMAIL: alertEmail
  ALLOWED_ADDRESSES: allowedAddresses
})

@description('All variables with their texts.')
var variables = concat(
  items(switches),
  map(items(union(choices, numbers)), it => { key: it.key, value: it.value.text }),
  items(texts)
)

@description('The settings for a single issuer, of which a list of issuers takes the place.')
var singleIssuerSettings = join(
  [authIssuer, authAudience, settings.?AUTH_USER_CLAIM ?? '', settings.?AUTH_REQUIRED_SCOPE ?? ''],
  ''
)

@description('Whether the list of issuers has exactly one tenant of one issuer, for which App Service can check tokens.')
var hasOneListedIssuer = length(authIssuers) == 1 && !contains(authIssuers[?0].?issuer ?? '', '{')

@description('The variables in which a placeholder of the guide was not replaced, or a variable of the shell.')
var unfinishedVariables = map(
  filter(items(texts), it => contains(it.value, '<') || contains(it.value, '\${') || contains(it.value, '$(')),
  it => it.key
)

@description('What is wrong with the variables of the azd environment, by name. A deployment creates nothing unless it is empty.')
var problems = filter(
  concat(
    map(items(switches), it => switchProblem(it.key, it.value)),
    map(items(choices), it => choiceProblem(it.key, it.value)),
    map(items(numbers), it => numberProblem(it.key, it.value.text, it.value.min, it.value.max)),
    map(items(settingNumbers), it => numberProblem(it.key, settings[?it.key] ?? '', it.value.min, it.value.max)),
    map(settingSwitches, name => switchProblem(name, settings[?name] ?? '')),
    [
      addressesProblem('ALLOWED_ADDRESSES', allowedAddresses)
      originsProblem('CORS_ORIGINS', corsOrigins)
      isOn(natGateway) && !isOn(privateNetworking)
        ? 'NAT_GATEWAY is the way out of the private network. Set PRIVATE_NETWORKING to true, or NAT_GATEWAY to false'
        : ''
      ownsCommunicationService && empty(communicationDataLocation)
        ? 'Set COMMUNICATION_DATA_LOCATION to the geography in which the new ACS resource stores data at rest, which can never be changed: ${join(choices.COMMUNICATION_DATA_LOCATION.allowed, ', ')}'
        : ''
      alwaysReady > numberOf(numbers.FUNCTIONS_MAXIMUM_INSTANCES)
        ? 'FUNCTIONS_ALWAYS_READY_INSTANCES is greater than FUNCTIONS_MAXIMUM_INSTANCES'
        : ''
      hasExistingId || ownsCommunicationService
        ? ''
        : 'EXISTING_COMMUNICATION_SERVICE_ID must be the id of an ACS resource, such as /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Communication/communicationServices/NAME, but is "${existingCommunicationServiceId}"'
      empty(authIssuers) && (empty(trim(authIssuer)) || empty(trim(authAudience)))
        ? 'Nothing says whose tokens the endpoint accepts. Set AUTH_ISSUER and AUTH_AUDIENCE, or AUTH_ISSUERS: see "Sign-in" in docs/guides/platform-teams.md'
        : ''
      !empty(authIssuers) && !empty(singleIssuerSettings)
        ? 'AUTH_ISSUERS takes the place of AUTH_ISSUER, AUTH_AUDIENCE, AUTH_USER_CLAIM and AUTH_REQUIRED_SCOPE. Set these to an empty text (azd env set AUTH_ISSUER=)'
        : ''
      !empty(authIssuers) && !empty(platformAuthenticationClientId) && !hasOneListedIssuer
        ? 'App Service checks the tokens of one issuer only. Set PLATFORM_AUTHENTICATION_CLIENT_ID to an empty text, or list a single issuer of a single tenant in AUTH_ISSUERS'
        : ''
      !empty(unfinishedVariables)
        ? 'A placeholder such as <client id> or \${ID} is still in ${join(unfinishedVariables, ', ')}. Replace it with the value'
        : ''
    ]
  ),
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
  maskingRule: 'dcr-${token}'
  plan: 'plan-${token}'
  functionApp: 'func-${token}'
  virtualNetwork: 'vnet-${token}'
}

@description('The number of instances that are always ready.')
var alwaysReady = numberOf(numbers.FUNCTIONS_ALWAYS_READY_INSTANCES)

@description('Whether this deployment creates the ACS resource.')
var ownsCommunicationService = empty(existingCommunicationServiceId)

@description('The parts of the id of an existing ACS resource: the subscription is at index 2, the resource group at 4, the name at 8.')
var existingIdParts = split(existingCommunicationServiceId, '/')

@description('Whether the id of an existing ACS resource has the form of one.')
var hasExistingId = length(existingIdParts) == 9 && startsWith(
  toLower(existingCommunicationServiceId),
  '/subscriptions/'
) && contains(toLower(existingCommunicationServiceId), '/providers/microsoft.communication/communicationservices/')

@description('The subscription of the ACS resource.')
var communicationSubscription = hasExistingId ? existingIdParts[2] : subscription().subscriptionId

@description('The resource group of the ACS resource.')
var communicationResourceGroup = hasExistingId ? existingIdParts[4] : names.resourceGroup

@description('The name of the ACS resource.')
var communicationServiceName = hasExistingId ? existingIdParts[8] : names.communicationService

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
  // Everything else needs the group, so nothing is deployed if a variable has a problem.
  location: empty(problems) ? location : fail(join(problems, '. '))
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
    maskingRuleName: names.maskingRule
    location: location
    tags: tags
    dailyCapGb: numberOf(numbers.LOGS_DAILY_CAP_GB)
    maskIds: isOn(maskIdsInLogs)
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
    zoneRedundant: isOn(zoneRedundant)
    workspaceId: monitoring.outputs.workspaceId
    publicNetworkAccess: !isOn(privateNetworking)
  }
}

// Left behind: the network, its private endpoints and DNS zones, which go on costing money, and possibly the app's connection to the subnet.
// The guide for platform teams has the commands that remove them.
module network 'app/network.bicep' = if (isOn(privateNetworking)) {
  scope: group
  params: {
    name: names.virtualNetwork
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
    natGateway: isOn(natGateway)
  }
}

// Left behind: the ACS resource of the deployment with its identities and chats, until it is deleted by hand or with the resource group.
module communication 'app/communication.bicep' = if (ownsCommunicationService) {
  scope: group
  params: {
    name: communicationServiceName
    tags: tags
    dataLocation: choiceOf(choices.COMMUNICATION_DATA_LOCATION)
    workspaceId: monitoring.outputs.workspaceId
  }
}

module roles 'app/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: isOn(deployerAccess) ? principalId : ''
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
    deployerPrincipalId: isOn(deployerAccess) ? principalId : ''
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
    javaVersion: int(choiceOf(choices.FUNCTIONS_JAVA_VERSION))
    scale: {
      instanceMemoryMB: int(choiceOf(choices.FUNCTIONS_INSTANCE_MEMORY_MB))
      maximumInstanceCount: numberOf(numbers.FUNCTIONS_MAXIMUM_INSTANCES)
      // With zone redundancy, Flex Consumption requires two always-ready instances or none.
      alwaysReadyInstances: isOn(zoneRedundant) && alwaysReady == 1 ? 2 : alwaysReady
      httpConcurrency: numberOf(numbers.FUNCTIONS_HTTP_CONCURRENCY)
    }
    zoneRedundant: isOn(zoneRedundant)
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    storageAccountName: names.storageAccount
    blobEndpoint: storage.outputs.blobEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    tableName: names.table
    applicationInsightsConnectionString: monitoring.outputs.applicationInsightsConnectionString
    applicationInsightsAgent: isOn(applicationInsightsAgent)
    communicationServicesEndpoint: communicationServicesEndpoint
    communicationServicesResourceId: communicationServicesResourceId
    settings: union(settings, {
      AUTH_ISSUER: authIssuer
      AUTH_AUDIENCE: authAudience
      AUTH_ISSUERS: empty(authIssuers) ? '' : string(authIssuers)
    })
    corsOrigins: originsOf(corsOrigins)
    allowedAddresses: addressesOf(allowedAddresses)
    subnetId: isOn(privateNetworking) ? network!.outputs.functionsSubnetId : ''
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

module workbook 'app/workbook.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

// azd writes the outputs to the environment's .env file. The hooks read them, and a laptop needs them to run the endpoint against this environment.

@description('The resource group of the deployed resources.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The name of the function app.')
output SERVICE_API_NAME string = functions.outputs.name

@description('The URL that apps send their requests to, including the route prefix.')
output TOKEN_ENDPOINT_URL string = functions.outputs.endpointUrl

@description('The address from which the endpoint calls other services, for an issuer with a list of allowed addresses; empty without a NAT gateway.')
output OUTBOUND_ADDRESS string = isOn(privateNetworking) ? network!.outputs.outboundAddress : ''

@description('The address of the dashboard in the portal.')
output DASHBOARD_URL string = workbook.outputs.url

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

@description('The variables that this deployment received with a value, one NAME=value in a line. "azd env refresh" writes them to another clone, in which infra/hooks/CheckSettings.java refuses to deploy without them.')
output DEPLOYED_VARIABLES string = join(
  map(filter(variables, it => !empty(it.value)), it => '${it.key}=${it.value}'),
  '\n'
)
