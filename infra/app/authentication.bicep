metadata description = 'App Service authentication as an additional layer in front of the endpoint, for tokens of Microsoft Entra ID. It is explicitly off without a client id.'

@description('The name of the function app.')
param functionAppName string

@description('The issuer whose tokens are accepted.')
param issuer string

@description('The audiences, of which a token must have at least one.')
param audiences string[]

@description('The client id of the app registration; empty to switch App Service authentication off.')
param clientId string

@description('Whether App Service checks tokens.')
var isEnabled = !empty(clientId)

resource functionApp 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource authentication 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: functionApp
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: isEnabled
    }
    globalValidation: {
      requireAuthentication: isEnabled
      unauthenticatedClientAction: isEnabled ? 'Return401' : 'AllowAnonymous'
      // Health, the contract and JoinAsGuest need no token of a user. The Functions host protects HealthDetails by its master key.
      excludedPaths: [
        '/api/health'
        '/api/health/details'
        '/api/guests'
        '/api/openapi.yaml'
      ]
    }
    httpSettings: {
      requireHttps: true
    }
    // App Service does not check bearer tokens of other issuers, so this only precedes the endpoint's own check.
    identityProviders: {
      azureActiveDirectory: {
        enabled: isEnabled
        registration: {
          openIdIssuer: issuer
          clientId: clientId
        }
        validation: {
          allowedAudiences: audiences
        }
      }
    }
    login: {
      tokenStore: {
        enabled: false
      }
    }
  }
}
