package dev.acstoken.settings;

import dev.acstoken.identity.AcsResource;

/**
 * The settings that an import of existing identities needs.
 *
 * @param tableAccess the access to the endpoint's table
 * @param acsResource the ACS resource that the identities must belong to
 */
public record ImportSettings(TableAccess tableAccess, AcsResource acsResource) {}
