package dev.acstoken.settings;

import dev.acstoken.azure.table.TableSettings;
import java.util.Optional;

/**
 * The settings of access to the endpoint's table.
 *
 * @param table the table
 * @param clientId the client id of the user-assigned managed identity; empty for the
 *     system-assigned one
 */
public record TableAccess(TableSettings table, Optional<String> clientId) {}
