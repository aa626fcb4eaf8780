/**
 * Gets, refreshes and revokes the tokens of Azure Communication Services from an ACS token
 * endpoint. {@link dev.acstoken.client.AcsTokens} is the entry point.
 */
package dev.acstoken.client;
