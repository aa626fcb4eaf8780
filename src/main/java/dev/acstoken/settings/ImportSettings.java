package dev.acstoken.settings;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.FormerNames;

/**
 * The settings that an import of existing identities needs.
 *
 * @param tableAccess the access to the endpoint's table
 * @param acsResource the ACS resource that the identities must belong to
 * @param formerNames the former names of issuers, if the trusted issuers are among the settings
 */
public record ImportSettings(
    TableAccess tableAccess, AcsResource acsResource, FormerNames formerNames) {}
