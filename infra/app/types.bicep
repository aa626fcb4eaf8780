@export()
@description('The tags of every resource.')
type tagSet = {
  @description('The azd environment that a resource belongs to: azd finds and removes resources by it.')
  'azd-env-name': string
}

@export()
@description('Whose tokens open the endpoint.')
type authenticationSettings = {
  @description('The OpenID Connect issuer.')
  issuer: string

  @description('What tokens must have in "aud".')
  audience: string

  @description('The claim that is the user\'s id.')
  userClaim: string

  @description('A scope that tokens must carry; empty for none.')
  requiredScope: string

  @description('The value in "roles" that makes an admin.')
  adminRole: string
}

@export()
@description('What tokens users may have, and how many.')
type tokenSettings = {
  @description('Scopes, comma-separated.')
  scopes: string

  @description('The default lifetime in minutes.')
  lifetimeMinutes: int

  @description('A caller\'s requests a minute in the long run.')
  requestsPerMinute: int

  @description('A caller\'s requests at once.')
  requestsBurst: int
}

@export()
@description('Whose Teams tokens are exchanged; at most one of them.')
type teamsSettings = {
  @description('The application for which apps acquire them.')
  appId: string

  @description('The application for which the endpoint acquires them.')
  onBehalfOfAppId: string
}

@export()
@description('How the function app grows.')
type scaleSettings = {
  @description('Memory of an instance in MB.')
  instanceMemoryMB: int

  @description('The most instances.')
  maximumInstanceCount: int

  @description('Instances for HTTP that are always warm.')
  alwaysReadyInstances: int

  @description('Requests that an instance serves at once.')
  httpConcurrency: int
}
