metadata description = 'The settings of the endpoint that the templates check: numbers and switches. This file is generated from Setting.java: mvn test "-Dtest=SettingsPageTest" -DwritePages.'

@export()
@description('The smallest and the largest value of each setting that is a number.')
var settingNumbers = {
  IDENTITY_LOSS_MINUTES: { min: 1, max: 10080 }
  TOKEN_LIFETIME_MINUTES: { min: 60, max: 1440 }
  TOKEN_REQUESTS_PER_MINUTE: { min: 1, max: 1000000 }
  TOKEN_REQUESTS_BURST: { min: 1, max: 1000000 }
  USER_REQUESTS_PER_MINUTE: { min: 1, max: 1000000 }
  ADMIN_REQUESTS_PER_MINUTE: { min: 1, max: 1000000 }
  INSTANCE_ISSUE_REQUESTS_PER_MINUTE: { min: 1, max: 1000000 }
  INSTANCE_NEW_IDENTITIES_PER_MINUTE: { min: 1, max: 1000000 }
  INSTANCE_REVOCATIONS_PER_MINUTE: { min: 1, max: 1000000 }
  GUEST_JOINS_PER_MINUTE: { min: 60, max: 1000000 }
  INVITATION_MAX_HOURS: { min: 1, max: 8760 }
}

@export()
@description('The settings that are true or false.')
var settingSwitches = [
  'READ_AHEAD'
]
