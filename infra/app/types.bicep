@export()
@description('The tags of every resource.')
type tagSet = {
  @description('The azd environment that a resource belongs to. azd finds and deletes resources by this tag.')
  'azd-env-name': string
}

@export()
@description('The size, number and concurrency of the instances of the function app.')
type scaleSettings = {
  @description('The memory of an instance in MB.')
  instanceMemoryMB: int

  @description('The maximum number of instances.')
  maximumInstanceCount: int

  @description('The number of always-ready instances for HTTP requests.')
  alwaysReadyInstances: int

  @description('The number of requests that an instance serves at once.')
  httpConcurrency: int
}

@export()
@description('An issuer whose tokens the endpoint accepts, as docs/reference/issuers.md describes it. The endpoint validates the other members.')
type trustedIssuer = {
  @description('The issuer, exactly as the "iss" claim spells it.')
  issuer: string

  @description('The audiences, of which "aud" must contain at least one.')
  audiences: string[]

  @description('The other members.')
  #disable-next-line no-explicit-any // A member can be a text, a list or an object.
  *: any
}
