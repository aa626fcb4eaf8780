package dev.acstoken.functions;

import dev.acstoken.TokenEndpoint;
import dev.acstoken.identity.Deadline;

/**
 * A request by an admin.
 *
 * @param endpoint what serves it
 * @param deadline when its time budget ends
 */
record AdminCall(TokenEndpoint endpoint, Deadline deadline) {}
